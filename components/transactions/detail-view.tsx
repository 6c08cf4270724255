import type { ReactNode } from 'react';
import { Amount } from '@/components/money/amount';
import { Alert } from '@/components/ui/alert';
import { dayText, localTimeText } from '@/components/ui/day';
import { EmptyState } from '@/components/ui/empty-state';
import { Section } from '@/components/ui/section';
import { StackedTd, StackedTh, StackedTr, Table, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { ReceiptLine } from '@/lib/accounting/till-transaction';
import type { HistoryEntry, ShownRow } from '@/lib/review/show';
import type { ShownOlderReceipt } from '@/lib/review/show-older-receipts';
import type { ShownSuspicion } from '@/lib/review/show-suspicion';
import type { ShownVersion } from '@/lib/review/show-versions';
import { ChooseInvoice } from './choose-invoice.tsx';
import { DecideDuplicate } from './decide-duplicate.tsx';
import { DetailDocumentView, type ShownDetailDocument } from './detail-document.tsx';
import { Reason } from './reason.tsx';
import { VersionList } from './version-list.tsx';

/** `tax` is the till's own name of it. */
type ShownLine = ReceiptLine & { tax: string };

export type DetailProps = {
  row: ShownRow;
  /** What is to be decided; null: nothing. */
  suspicion: ShownSuspicion | null;
  /** Of a payment: what it pays of debts from before the start date. */
  olderReceipts: ShownOlderReceipt[];
  shift: string | null;
  /** null: what it is has no customer. */
  customer: string | null;
  lines: ShownLine[];
  documents: ShownDetailDocument[];
  history: HistoryEntry[];
  /** All versions of it, oldest first; none where there is but one. */
  versions: ShownVersion[];
  /** The record exactly as it came, as text. */
  raw: string;
  conflict: string | null;
  mappingFrom: string | null;
};

/** One till transaction: what the till said, what was made of it, and what Xero has. */
export function DetailView({
  row,
  suspicion,
  olderReceipts,
  shift,
  customer,
  lines,
  documents,
  history,
  versions,
  raw,
  conflict,
  mappingFrom,
}: DetailProps) {
  const { currency } = row;
  const choices = olderReceipts.map((receipt) => (
    <ChooseInvoice key={`${receipt.debtOf} ${receipt.outlet} ${receipt.receiptId}`} {...receipt} />
  ));
  const isHeld = row.reason !== null && row.state === 'held';
  return (
    <>
      {row.reason && (
        <Alert
          kind={row.state === 'refused' ? 'danger' : 'warning'}
          title={row.state === 'undone' ? 'What was undone' : 'Why it is not posted'}
        >
          <Reason {...row} mend={suspicion || choices.length > 0 ? null : row.mend} />
          {suspicion && <DecideDuplicate {...suspicion} />}
          {isHeld && choices}
        </Alert>
      )}
      {row.note && (
        <Alert kind="warning" title="Cash is not where the closing before left it">
          {row.note}
        </Alert>
      )}
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 rounded-md border border-line bg-surface p-4 sm:grid-cols-4">
        <Fact name={row.kind === 'shift' ? 'Opening amount' : 'Amount'}>
          <Amount minor={row.totalMinor} currency={currency} withCurrency />
        </Fact>
        <Fact name="Outlet">{row.outlet ?? 'Not known'}</Fact>
        <Fact name="Register">{row.register ?? '–'}</Fact>
        <Fact name="Shift">{shift ?? '–'}</Fact>
        <Fact name={`Time (${row.timeZone})`}>{localTimeText(row.localTime)}</Fact>
        <Fact name="Business day">{dayText(row.businessDay)}</Fact>
        {customer !== null && <Fact name="Customer">{customer}</Fact>}
        {mappingFrom && (
          <Fact name="Accounts as chosen">
            {mappingFrom <= '1970-01-01' ? 'from the start' : `from ${dayText(mappingFrom)}`}
          </Fact>
        )}
      </dl>
      {lines.length > 0 && (
        <Section title="Lines at the till" flush>
          <Lines lines={lines} currency={currency} />
        </Section>
      )}
      {row.payments.length > 0 && (
        <Section title="Payments at the till" flush>
          <Table label="Payments at the till" stacks>
            <thead>
              <tr>
                <Th>Payment type</Th>
                <Th>{row.kind === 'sale_refund' ? 'Paid back from' : 'Receiving account'}</Th>
                <Th numeric>Amount</Th>
              </tr>
            </thead>
            <tbody>
              {row.payments.map(({ type, account, amountMinor }, position) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: payments of a receipt keep their order
                <StackedTr key={position} className="max-md:border-b max-md:py-2 max-md:last:border-b-0">
                  <StackedTh className="align-baseline font-normal">{type}</StackedTh>
                  <StackedTd className="max-md:order-1">{account ?? 'Not chosen'}</StackedTd>
                  <StackedTd numeric>
                    <Amount minor={amountMinor} currency={currency} />
                  </StackedTd>
                </StackedTr>
              ))}
            </tbody>
          </Table>
        </Section>
      )}
      {!isHeld && olderReceipts.some(({ chosen }) => chosen) && (
        <Section title="Debts from before the start date">{choices}</Section>
      )}
      <Section title="In Xero" flush>
        {documents.length === 0 ? (
          <NoDocuments {...row} />
        ) : (
          documents.map((document) => (
            <DetailDocumentView key={document.id} document={document} currency={currency} />
          ))
        )}
      </Section>
      {versions.length > 0 && (
        <Section title="Versions">
          <VersionList versions={versions} currency={currency} />
        </Section>
      )}
      <Section title="History">
        <ol className="grid gap-1.5">
          {history.map(({ at, text }) => (
            <li key={`${at} ${text}`} className="flex flex-wrap gap-x-3">
              <span className="w-44 text-muted">
                <Time at={at} />
              </span>
              <span className="min-w-0 [overflow-wrap:anywhere]">{text}</span>
            </li>
          ))}
        </ol>
      </Section>
      <Section title="The record as it came">
        {conflict && (
          <Alert kind="warning" title="The same version came again with other content">
            <Code text={conflict} label="The other content" />
          </Alert>
        )}
        <Code text={raw} label="The record as it came" />
      </Section>
    </>
  );
}

function NoDocuments({ kind, state }: Pick<ShownRow, 'kind' | 'state'>) {
  if (state !== 'not_posted')
    return <EmptyState title="No documents yet">Nothing was made of it so far.</EmptyState>;
  return (
    <EmptyState title="Nothing to post">
      {kind === 'shift'
        ? 'A shift moves no money by itself. What was removed at its closing and its till variance are transactions of their own.'
        : 'It changes nothing in the books, so no document is made of it.'}
    </EmptyState>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="[overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}

const lineKinds: Record<ReceiptLine['kind'], string> = {
  product: 'Product',
  gift_card: 'Gift card',
  deposit: 'Deposit',
  tip: 'Tip',
  surcharge: 'Surcharge',
};

function Lines({ lines, currency }: { lines: ShownLine[]; currency: string }) {
  return (
    <Table label="Lines at the till" stacks>
      <thead>
        <tr>
          <Th>Item</Th>
          <Th>Kind</Th>
          <Th numeric>Quantity</Th>
          <Th>Tax</Th>
          <Th numeric>Tax amount</Th>
          <Th numeric>Amount with tax</Th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line, position) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a receipt keep their order
          <StackedTr key={position} className="max-md:border-b max-md:py-2 max-md:last:border-b-0">
            <StackedTh className="min-w-40 align-baseline font-normal whitespace-normal">
              {line.productName ?? '–'}
            </StackedTh>
            <StackedTd className="max-md:order-1">{lineKinds[line.kind]}</StackedTd>
            <StackedTd numeric className="max-md:order-2">
              <span className="md:sr-only" aria-hidden="true">
                ×{' '}
              </span>
              {line.quantity.replace('-', '−')}
            </StackedTd>
            <StackedTd className="max-md:order-3">{line.tax}</StackedTd>
            <StackedTd numeric className="max-md:order-4">
              <span className="text-muted md:sr-only">tax </span>
              <Amount minor={line.taxMinor} currency={currency} />
            </StackedTd>
            <StackedTd numeric>
              <Amount minor={line.grossMinor} currency={currency} />
            </StackedTd>
          </StackedTr>
        ))}
      </tbody>
    </Table>
  );
}

function Code({ text, label }: { text: string; label: string }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="max-h-96 overflow-auto rounded border border-line bg-sunken p-3"
    >
      <pre className="font-mono text-xs">{text}</pre>
    </section>
  );
}
