'use client';

import { useRouter } from 'next/navigation';
import { useId, useRef, useState } from 'react';
import { Amount } from '@/components/money/amount';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { dayText } from '@/components/ui/day';
import { Field } from '@/components/ui/field';
import { Skeleton } from '@/components/ui/skeleton';
import { StackedTd, StackedTh, StackedTr, Table, Th } from '@/components/ui/table';
import { useJsonAction } from '@/components/ui/use-json-action';
import type { ShownOlderReceipt } from '@/lib/review/show-older-receipts';
import { type Offer, type OfferedInvoice, openInvoices } from './invoice-source.ts';

/** Which invoice in Xero a debt from before the start date is: what was chosen, and the way to choose or change it. */
export function ChooseInvoice(props: ShownOlderReceipt) {
  const { url, debtOf, receiptId, amountMinor, currency, customer, chosen, fixed } = props;
  const isRest = debtOf === 'payment';
  // Null: nothing is offered. Begins with the customer's own invoices.
  const [offer, setOffer] = useState<Offer | 'loading' | null>(null);

  async function find(words: string) {
    setOffer('loading');
    setOffer(await openInvoices(url, words));
  }

  return (
    <section
      aria-label={isRest ? 'Invoice of the rest' : `Invoice of receipt ${receiptId}`}
      className="mt-3 grid gap-3 text-ink"
    >
      <p>
        {isRest ? (
          'What is more than the customer owes here: '
        ) : (
          <>
            Receipt {receiptId}, of which it pays{' '}
            <Amount minor={amountMinor ?? 0} currency={currency} withCurrency />:{' '}
          </>
        )}
        {chosen ? (
          <>
            {chosen.href ? (
              <a className="link" href={chosen.href} target="_blank" rel="noreferrer">
                invoice {chosen.number}
              </a>
            ) : (
              `invoice ${chosen.number}`
            )}{' '}
            of {chosen.contactName} in Xero. {fixed}
          </>
        ) : (
          'no invoice chosen yet.'
        )}
      </p>
      {offer ? (
        <Offered {...props} {...{ offer, find }} onClose={() => setOffer(null)} />
      ) : (
        !fixed && (
          <div>
            <Button onClick={() => find(customer)}>
              {chosen ? 'Choose again…' : 'Choose the invoice that it pays…'}
            </Button>
          </div>
        )
      )}
    </section>
  );
}

/** The organisation's open invoices, the customer's first, and the question whether it is the one that was picked. */
function Offered({
  url,
  tillTransactionId,
  debtOf,
  outlet,
  receiptId,
  currency,
  customer,
  offer,
  find,
  onClose,
}: ShownOlderReceipt & { offer: Offer | 'loading'; find(words: string): void; onClose(): void }) {
  const router = useRouter();
  const name = useId();
  const words = useRef<HTMLInputElement>(null);
  const [picked, setPicked] = useState<OfferedInvoice | null>(null);
  const choice = useJsonAction(url, () => {
    onClose();
    router.refresh();
  });
  const busy = offer === 'loading';

  function search(text: string) {
    if (words.current) words.current.value = text;
    setPicked(null);
    find(text);
  }

  return (
    <div className="grid gap-3 rounded border border-line bg-surface p-3">
      <div className="flex flex-wrap items-end gap-2">
        <Field
          ref={words}
          autoFocus
          label="Open invoices in Xero, by number or contact"
          type="search"
          defaultValue={customer}
          maxLength={100}
          className="min-w-40 flex-1"
          onKeyDown={(event) => {
            if (event.key === 'Enter') search(event.currentTarget.value);
          }}
        />
        <Button busy={busy} onClick={() => search(words.current?.value ?? '')}>
          Find
        </Button>
      </div>
      {busy ? (
        <Skeleton lines={3} />
      ) : 'error' in offer ? (
        <Alert kind="danger">{offer.error}</Alert>
      ) : (
        <Invoices {...{ offer, currency, name, picked }} onPick={setPicked} onAll={() => search('')} />
      )}
      {choice.error && <Alert kind="danger">{choice.error}</Alert>}
      {picked && (
        <p role="status">
          {debtOf === 'payment'
            ? 'The rest of this payment, beyond what the customer owes here,'
            : `What is paid on receipt ${receiptId} at the till`}{' '}
          goes to invoice {picked.number} of {picked.contactName} in Xero, from the next sync on.
          {customer !== '' && picked.contactName !== customer && ` The customer at the till is ${customer}.`}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button
          look="primary"
          disabled={!picked}
          busy={choice.busy}
          onClick={() =>
            picked &&
            choice.run({ tillTransactionId, debtOf, outlet, receiptId, invoiceId: picked.invoiceId })
          }
        >
          {picked ? `It pays ${picked.number}` : 'It pays this invoice'}
        </Button>
        <Button disabled={choice.busy} onClick={onClose}>
          Cancel
        </Button>
      </div>
    </div>
  );
}

function Invoices({
  offer: { invoices, hasMore },
  currency,
  name,
  picked,
  onPick,
  onAll,
}: {
  offer: Exclude<Offer, { error: string }>;
  currency: string;
  name: string;
  picked: OfferedInvoice | null;
  onPick(invoice: OfferedInvoice): void;
  onAll(): void;
}) {
  if (invoices.length === 0) {
    return (
      <div role="status" className="grid gap-2 text-muted">
        <p>No open sales invoice in Xero that was not made here holds these words.</p>
        <Button onClick={onAll}>Show all open invoices</Button>
      </div>
    );
  }
  return (
    <>
      <Table label="Open invoices in Xero" maxHeight="20rem" stacks>
        <thead>
          <tr>
            <Th>Invoice</Th>
            <Th>Contact</Th>
            <Th>Date</Th>
            <Th numeric>Due</Th>
          </tr>
        </thead>
        <tbody>
          {invoices.map((invoice) => (
            <StackedTr key={invoice.invoiceId}>
              <StackedTh className="md:align-middle">
                <label className="touch">
                  <input
                    type="radio"
                    className="mr-2 size-4 align-text-bottom accent-accent"
                    name={name}
                    checked={picked?.invoiceId === invoice.invoiceId}
                    onChange={() => onPick(invoice)}
                  />
                  {invoice.number}
                </label>
              </StackedTh>
              <StackedTd className="max-md:text-right md:align-middle">{invoice.contactName}</StackedTd>
              <StackedTd className="md:align-middle">{invoice.date ? dayText(invoice.date) : '–'}</StackedTd>
              <StackedTd numeric className="md:align-middle">
                <Amount minor={invoice.dueMinor} currency={currency} />
              </StackedTd>
            </StackedTr>
          ))}
        </tbody>
      </Table>
      {hasMore && <p className="text-muted">These are the {invoices.length} oldest. Search to see others.</p>}
    </>
  );
}
