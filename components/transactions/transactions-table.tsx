import Link from 'next/link';
import { Fragment } from 'react';
import { Amount } from '@/components/money/amount';
import { classNames } from '@/components/ui/class-names';
import { dayText, localTimeText, zoneText } from '@/components/ui/day';
import { StackedTd, StackedTh, StackedTr, Table, Th } from '@/components/ui/table';
import { kindWords } from '@/lib/review/filters';
import type { ShownRow } from '@/lib/review/show';
import { DocumentLink } from './document-link.tsx';
import { Reason } from './reason.tsx';
import { TransactionStateBadge } from './state-badge.tsx';

const COLUMNS = 7;

type TableProps = {
  /** Where a transaction is shown in full. */
  addressOf: (id: number) => string;
  rows: ShownRow[];
  /** Outlets differ in time zone, so that times alone would look out of order. */
  withZone: boolean;
};

/** Till transactions, newest first. What is held or refused says why in a line of its own. On narrow screens each is a block. */
export function TransactionsTable({ rows, ...rest }: TableProps) {
  return (
    <Table label="Till transactions, newest first" stacks>
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
            <Row row={row} {...rest} />
            {(row.reason || row.note) && (
              <StackedTr className="max-md:border-b max-md:pb-2">
                <StackedTd prose colSpan={COLUMNS} className="pt-0 max-md:col-span-2">
                  <div className="sticky left-3 max-w-[min(44rem,calc(100vw-4.5rem))] [overflow-wrap:anywhere]">
                    <Reason {...row} />
                    {row.note && <p className="text-warning">{row.note}</p>}
                  </div>
                </StackedTd>
              </StackedTr>
            )}
          </Fragment>
        ))}
      </tbody>
    </Table>
  );
}

function Row({ addressOf, row, withZone }: Omit<TableProps, 'rows'> & { row: ShownRow }) {
  const { localTime, businessDay, currency, payments, documents } = row;
  const isLast = !row.reason && !row.note;
  const flat = isLast ? undefined : 'border-b-0';
  return (
    <StackedTr className={classNames('max-md:pt-2', isLast && 'max-md:border-b max-md:pb-2')}>
      <StackedTh className={classNames('align-baseline', flat)}>
        <Link className="link touch" prefetch={false} href={addressOf(row.id)}>
          {row.recordId || 'no number'}
        </Link>
        {row.version > 1 && <span className="text-xs text-muted"> v{row.version}</span>}
        <span className="block text-xs font-normal text-muted tabular-nums">
          {localTimeText(localTime)}
          {withZone && ` ${zoneText(row.timeZone, row.occurredAt)}`}
          {!localTime.startsWith(businessDay) && (
            <span className="block">business day {dayText(businessDay)}</span>
          )}
        </span>
      </StackedTh>
      <StackedTd numeric className={flat}>
        <Amount minor={row.totalMinor} currency={currency} withCurrency />
        {row.kind === 'shift' && <span className="block text-xs text-muted">opening amount</span>}
      </StackedTd>
      <StackedTd className={classNames(flat, 'max-md:order-2 max-md:text-right')}>
        <TransactionStateBadge state={row.state} />
      </StackedTd>
      <StackedTd className={classNames(flat, 'max-md:order-1')}>
        <span className="whitespace-nowrap">{kindWords[row.kind as keyof typeof kindWords] ?? row.kind}</span>
      </StackedTd>
      <StackedTd className={classNames(flat, 'max-md:order-3 max-md:col-span-2')}>
        <span className="block whitespace-nowrap max-md:inline">{row.outlet ?? '–'}</span>{' '}
        <span className="block whitespace-nowrap text-xs text-muted max-md:inline">{row.register}</span>
      </StackedTd>
      <StackedTd
        className={classNames(
          flat,
          'max-md:order-4 max-md:col-span-2',
          documents.length === 0 && 'max-md:hidden',
        )}
      >
        {documents.length === 0
          ? '–'
          : documents.map((document) => (
              <span key={document.id} className="block min-w-40">
                <DocumentLink {...document} />
              </span>
            ))}
      </StackedTd>
      <StackedTd
        className={classNames(
          flat,
          'max-md:order-5 max-md:col-span-2',
          payments.length === 0 && 'max-md:hidden',
        )}
      >
        <ul className="min-w-52">
          {payments.map(({ type, account, amountMinor }, position) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: payments of a receipt keep their order
            <li key={position} className="flex justify-between gap-3">
              <span>
                {type}{' '}
                <span className="text-muted">
                  {amountMinor < 0 ? '← ' : '→ '}
                  {account ?? 'not chosen'}
                </span>
              </span>
              <Amount minor={amountMinor} currency={currency} />
            </li>
          ))}
        </ul>
      </StackedTd>
    </StackedTr>
  );
}
