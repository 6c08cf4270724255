import { Alert } from '@/components/ui/alert';
import { Badge } from '@/components/ui/badge';
import { dayText } from '@/components/ui/day';
import { Table, Td, Th } from '@/components/ui/table';
import type { ImportPreview, PreviewResult } from '@/lib/tagrain/file/preview-shape';

const number = new Intl.NumberFormat('en');

/** "1 row is", "3 rows are": figures with their noun. */
const counted = (n: number, one: string, many: string) => `${number.format(n)} ${n === 1 ? one : many}`;

/** Groups the digits of a decimal string, without ever making a number of it. */
const grouped = (amount: string) => amount.replace(/\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','));

/** Under the names that the file gives, rather than our codes. */
const named = (rows: PreviewResult['taxes'], names: { code: string; name: string }[]) =>
  rows.map((row) => ({ ...row, name: names.find(({ code }) => code === row.name)?.name ?? row.name }));

/** What would come in, and what would not. */
export function PreviewOutcome({ preview, result }: { preview: ImportPreview; result: PreviewResult }) {
  return (
    <div className="grid grid-cols-1 gap-5">
      <Summary preview={preview} result={result} />
      <div className="grid grid-cols-1 gap-5 lg:grid-cols-3">
        <Sums title="By outlet" rows={result.outlets} total={result.total} />
        <Sums
          title="By payment type"
          rows={named(result.paymentTypes, result.paymentKinds)}
          total={result.total}
        />
        <Sums title="Tax" rows={named(result.taxes, result.taxNames)} total={null} />
      </div>
      <Refused result={result} unit={preview.file.unit} />
      <LeftOut preview={preview} result={result} />
      <FirstRecords result={result} unit={preview.file.unit} />
    </div>
  );
}

function Summary({ preview, result }: { preview: ImportPreview; result: PreviewResult }) {
  const notes = [
    result.refunds > 0 && `${counted(result.refunds, 'receipt is a refund', 'receipts are refunds')}.`,
    result.rounded > 0 &&
      `${counted(result.rounded, 'receipt has', 'receipts have')} a total finer than the currency allows; each was rounded once, half up.`,
    result.known > 0 &&
      `${counted(result.known, 'record is', 'records are')} stored already and will not come in a second time.`,
    result.newOutlets.length > 0 && `New outlets: ${result.newOutlets.join(', ')}.`,
    preview.columns &&
      preview.columns.time === null &&
      'A row without a time is put at the beginning of its business day.',
  ].filter((note) => typeof note === 'string');
  return (
    <div className="grid grid-cols-1 gap-3">
      <p className="text-base">
        <strong className="font-semibold">{counted(result.new, 'new record', 'new records')}</strong>
        {result.total.map(({ total, currency }) => (
          <span key={currency}>
            {' '}
            · file total {grouped(total)} {currency}
          </span>
        ))}
        {result.firstAt && result.lastAt && (
          <span className="text-muted">
            {' '}
            · {dayText(result.firstAt.slice(0, 10))} to {dayText(result.lastAt.slice(0, 10))}
          </span>
        )}
      </p>
      {notes.length > 0 && (
        <ul className="grid list-disc gap-1 pl-5 text-muted">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {preview.earlier && (
        <Alert title="This very file was imported before">
          As {preview.earlier.name}, with {counted(preview.earlier.recordsNew, 'new record', 'new records')}.
          Nothing comes in twice.
        </Alert>
      )}
      {result.suspected > 0 && (
        <Alert
          kind="warning"
          title={counted(result.suspected, 'suspected duplicate', 'suspected duplicates')}
        >
          The file has no receipt numbers, and these have the same outlet, time, total and payments as another
          receipt. They come in held: nothing of them is posted until a person has decided.
        </Alert>
      )}
    </div>
  );
}

function Sums({
  title,
  rows,
  total,
}: {
  title: string;
  rows: PreviewResult['outlets'];
  total: PreviewResult['total'] | null;
}) {
  if (rows.length === 0) return null;
  return (
    <div className="min-w-0 self-start rounded-md border border-line">
      <Table label={title}>
        <thead>
          <tr>
            <Th>{title}</Th>
            <Th numeric>Count</Th>
            <Th numeric>Amount</Th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.name} ${row.currency}`}>
              <Td className="[overflow-wrap:anywhere]">{row.name}</Td>
              <Td numeric>{number.format(row.count)}</Td>
              <Td numeric>
                {grouped(row.total)} {row.currency}
              </Td>
            </tr>
          ))}
          {total?.map((row) => (
            <tr key={row.currency} className="font-semibold">
              <Td>Total</Td>
              <Td numeric>{number.format(row.count)}</Td>
              <Td numeric>
                {grouped(row.total)} {row.currency}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function Refused({ result, unit }: { result: PreviewResult; unit: string }) {
  if (result.refusedCount === 0) return null;
  const more = result.refusedCount - result.refused.length;
  return (
    <div className="grid grid-cols-1 gap-2">
      <h3 className="font-semibold">{counted(result.refusedCount, 'row is refused', 'rows are refused')}</h3>
      <div className="rounded-md border border-line">
        <Table label="Refused rows" maxHeight="24rem">
          <thead>
            <tr>
              <Th numeric>{unit === 'line' ? 'Line' : 'Record'}</Th>
              <Th>Reason</Th>
            </tr>
          </thead>
          <tbody>
            {result.refused.map((row) => (
              <tr key={`${row.line} ${row.code}`}>
                <Td numeric>{row.line}</Td>
                <Td className="min-w-52">{row.text}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
      {more > 0 && (
        <p className="text-muted">
          And {number.format(more)} more. Mend these first, then choose the file again.
        </p>
      )}
    </div>
  );
}

function LeftOut({ preview, result }: { preview: ImportPreview; result: PreviewResult }) {
  const above = preview.file.linesAbove;
  if (result.leftOutCount === 0 && above.length === 0) return null;
  return (
    <div className="grid gap-1">
      <h3 className="font-semibold">Left out</h3>
      <ul className="grid list-disc gap-1 pl-5">
        {above.length > 0 && <li>Line {above.join(', ')}: above the heads.</li>}
        {result.leftOut.map(({ line, text }) => (
          <li key={line}>
            {preview.file.unit === 'line' ? 'Line' : 'Record'} {line}: {text}
          </li>
        ))}
        {result.leftOutCount > result.leftOut.length && (
          <li>And {result.leftOutCount - result.leftOut.length} more.</li>
        )}
      </ul>
    </div>
  );
}

function FirstRecords({ result, unit }: { result: PreviewResult; unit: string }) {
  if (result.first.length === 0) return null;
  return (
    <div className="grid grid-cols-1 gap-2">
      <h3 className="font-semibold">
        {result.first.length < result.records
          ? `The first ${result.first.length} records, as they will come in`
          : 'As they will come in'}
      </h3>
      <div className="rounded-md border border-line">
        <Table label="First records" maxHeight="28rem">
          <thead>
            <tr>
              <Th numeric>{unit === 'line' ? 'Line' : 'Record'}</Th>
              <Th>Number</Th>
              <Th>Outlet</Th>
              <Th>Register</Th>
              <Th>When</Th>
              <Th>What</Th>
              <Th numeric>Total</Th>
              <Th>Tax</Th>
              <Th>Payments</Th>
            </tr>
          </thead>
          <tbody>
            {result.first.map((row) => (
              <tr key={`${row.line} ${row.id}`}>
                <Td numeric>{row.line}</Td>
                <Td className="whitespace-nowrap">
                  {row.id} {row.suspected && <Badge tone="warning">suspected duplicate</Badge>}
                </Td>
                <Td>{row.outlet}</Td>
                <Td>{row.register}</Td>
                <Td className="whitespace-nowrap">{row.at.replace('T', ' ')}</Td>
                <Td className="min-w-32">{row.description}</Td>
                <Td numeric>
                  {grouped(row.total)} {row.currency}
                </Td>
                <Td className="whitespace-nowrap">{row.tax}</Td>
                <Td className="whitespace-nowrap">{row.payments}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
    </div>
  );
}
