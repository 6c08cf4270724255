import Link from 'next/link';
import { Fragment } from 'react';
import { Amount } from '@/components/money/amount';
import { classNames } from '@/components/ui/class-names';
import { Table, Td, Th } from '@/components/ui/table';
import { kindWords } from '@/lib/review/filters';
import type { ShownRow } from '@/lib/review/show';
import { DocumentLink } from './document-link.tsx';
import { Reason } from './reason.tsx';
import { TransactionStateBadge } from './state-badge.tsx';

const COLUMNS = 7;

/** Till transactions, newest first. What is held or refused says why in a line of its own. */
export function TransactionsTable({ base, rows }: { base: string; rows: ShownRow[] }) {
  return (
    <Table label="Till transactions, newest first">
      <thead>
        <tr>
          <Th>Receipt</Th>
          <Th numeric>Amount</Th>
          <Th>State</Th>
          <Th>Kind</Th>
          <Th>Outlet</Th>
          <Th>In Xero</Th>
          <Th>Payments</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Fragment key={row.id}>
            <Row base={base} row={row} />
            {(row.reason || row.note) && (
              <tr>
                <Td prose colSpan={COLUMNS} className="pt-0">
                  <div className="sticky left-3 max-w-[min(44rem,calc(100vw-4.5rem))] [overflow-wrap:anywhere]">
                    <Reason {...row} />
                    {row.note && <p className="text-warning">{row.note}</p>}
                  </div>
                </Td>
              </tr>
            )}
          </Fragment>
        ))}
      </tbody>
    </Table>
  );
}

function Row({ base, row }: { base: string; row: ShownRow }) {
  const { localTime, businessDay, reason, note, currency } = row;
  const flat = reason || note ? 'border-b-0' : undefined;
  return (
    <tr>
      <Th scope="row" className={classNames('align-baseline', flat)}>
        <Link className="link" href={`${base}/${row.id}`}>
          {row.recordId || 'no number'}
        </Link>
        {row.version > 1 && <span className="text-xs text-muted"> v{row.version}</span>}
        <span className="block text-xs font-normal text-muted tabular-nums">
          {localTime}
          {!localTime.startsWith(businessDay) && <span className="block">business day {businessDay}</span>}
        </span>
      </Th>
      <Td numeric className={flat}>
        <Amount minor={row.totalMinor} currency={currency} withCurrency />
      </Td>
      <Td className={flat}>
        <TransactionStateBadge state={row.state} />
      </Td>
      <Td className={flat}>
        <span className="whitespace-nowrap">{kindWords[row.kind as keyof typeof kindWords] ?? row.kind}</span>
      </Td>
      <Td className={flat}>
        <span className="block whitespace-nowrap">{row.outlet ?? '–'}</span>
        <span className="block whitespace-nowrap text-xs text-muted">{row.register}</span>
      </Td>
      <Td className={flat}>
        {row.documents.length === 0
          ? '–'
          : row.documents.map((document) => (
              <span key={document.id} className="block min-w-40">
                <DocumentLink {...document} />
              </span>
            ))}
      </Td>
      <Td className={flat}>
        <ul className="min-w-52">
          {row.payments.map(({ type, account, amountMinor }, position) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: payments of a receipt keep their order
            <li key={position} className="flex justify-between gap-3">
              <span>
                {type} <span className="text-muted">→ {account ?? 'not chosen'}</span>
              </span>
              <Amount minor={amountMinor} currency={currency} />
            </li>
          ))}
        </ul>
      </Td>
    </tr>
  );
}
