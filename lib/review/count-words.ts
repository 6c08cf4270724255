/** A figure with its noun: "1 record", "1,000 records". */
export const counted = (count: number, what: string): string =>
  `${count.toLocaleString('en-GB')} ${what}${count === 1 ? '' : 's'}`;

/** What is said of records that came and that no run has read yet. */
export const inboxWords = (count: number): string =>
  count === 1
    ? '1 record has come and waits for the next sync'
    : `${counted(count, 'record')} have come and wait for the next sync`;
