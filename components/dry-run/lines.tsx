import { Amount } from '@/components/money/amount';
import type { ShownDocument } from '@/lib/dry-run/show';

const cell = 'px-2 py-1 align-baseline whitespace-nowrap';
const numeric = `${cell} text-right tabular-nums`;

/** The lines of a document, folded until they are asked for. */
export function Lines({
  document: { number, lines },
  currency,
}: {
  document: ShownDocument;
  currency: string;
}) {
  const isTracked = lines.some(({ tracking }) => tracking.length > 0);
  return (
    <details className="sticky left-3 max-w-[min(60rem,calc(100vw-4.5rem))] overflow-x-auto">
      <summary className="link w-fit cursor-pointer">
        {lines.length === 1 ? '1 line' : `${lines.length} lines`}
        <span className="sr-only"> of {number}</span>
      </summary>
      <table className="mt-1 border-l-2 border-line text-[0.8125rem]">
        <caption className="sr-only">Lines of {number}</caption>
        <thead className="text-left text-xs text-muted">
          <tr>
            <th scope="col" className={`${cell} font-medium`}>
              Description
            </th>
            <th scope="col" className={`${numeric} font-medium`}>
              Amount with tax
            </th>
            <th scope="col" className={`${numeric} font-medium`}>
              Tax
            </th>
            <th scope="col" className={`${cell} font-medium`}>
              Account
            </th>
            <th scope="col" className={`${cell} font-medium`}>
              Tax rate
            </th>
            {isTracked && (
              <th scope="col" className={`${cell} font-medium`}>
                Tracking
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {lines.map((line, position) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a document keep their order
            <tr key={position}>
              <td className={`${cell} min-w-48 whitespace-normal`}>{line.description}</td>
              <td className={numeric}>
                <Amount minor={line.grossMinor} currency={currency} />
              </td>
              <td className={numeric}>
                <Amount minor={line.taxMinor} currency={currency} />
              </td>
              <td className={cell}>{line.account}</td>
              <td className={cell}>{line.taxRate}</td>
              {isTracked && <td className={cell}>{line.tracking.join(', ')}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
