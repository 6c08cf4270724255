/** What a bench found, as a line of the table that is printed at the end: in docs/benches.md stands the last one of a quiet machine. */
export type Figure = {
  /** What it is, in the words of docs/benches.md. */
  figure: string;
  bar: string;
  seen: string;
};

const columns = ['bench', 'figure', 'bar', 'seen'];

/** The table, as Markdown. */
export const tableOf = (all: readonly { bench: string; figures: readonly Figure[] }[]): string => {
  const rows = all.flatMap(({ bench, figures }) =>
    figures.map(({ figure, bar, seen }, i) => [i === 0 ? `\`${bench}\`` : '', figure, bar, seen]),
  );
  return [columns, columns.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
};

export const multiple = (ratio: number): string => `${ratio.toFixed(2)} ×`;
