import { formatMinor, type Minor, minorDigits, sum } from '@/lib/money/money';
import { percent, taxInside } from '@/lib/money/rounding';
import type {
  ContactDocument,
  ContactRef,
  DocumentLine,
  PaymentDocument,
  PlannedDocument,
  Provenance,
  SalesDocument,
} from './document.ts';
import type { Mapping } from './mapping.ts';
import { documentKey, documentNumber, numberPart } from './number.ts';
import { type OrganisationFacts, takesLines, takesPayments, taxFits } from './organisation.ts';
import type { Refusal } from './refusal.ts';
import type { AccountPayment, Customer, Receipt, ReceiptLine, TillTransaction } from './till-transaction.ts';

/** What a record becomes, or every reason why it cannot. Never both, never half. */
export type Plan =
  | { ok: true; documents: PlannedDocument[]; provenance: Provenance[] }
  | { ok: false; refusals: Refusal[] };

/** What the planner needs besides the record. */
export type PlanningContext = {
  shortId: string;
  mapping: Mapping;
  organisation: OrganisationFacts;
  status: 'AUTHORISED' | 'DRAFT';
  /** The till's kind of each payment type, by code. */
  outletName(outlet: string): string;
  /** Key of the invoice that a receipt became, for payments that come later; null when there is none. */
  invoiceKeyOf(outlet: string, receiptId: string): string | null;
};

type Sale = TillTransaction & { kind: 'sale' | 'sale_refund' };

/**
 * Plans a sale or a refund: one invoice (total ≥ 0) or credit note (below, signs turned), and one payment per payment type.
 * PRODUCT.md "What each becomes in Xero".
 */
export function planReceipt(till: Sale, context: PlanningContext): Plan {
  const { content } = till;
  const sign = till.kind === 'sale' ? 1 : -1;
  const refusals: Refusal[] = [...currencyAndLock(till, context)];
  const customer = contactOf(content.customer, context, refusals);
  const lines = [
    ...content.lines.flatMap((line) => documentLine(line, sign, context, refusals)),
    ...roundingLine(content.roundingMinor * sign, context, refusals),
  ];
  refusals.push(...taxStrays(content, context));

  const kind = till.kind === 'sale' ? 'invoice' : 'credit_note';
  const key = documentKey(kind, till.outlet, till.recordId, till.version);
  const number = documentNumber(context.shortId, till.outlet, till.recordId, till.version);
  const document: SalesDocument = {
    kind,
    key,
    number,
    contact: customer.ref,
    date: till.businessDay,
    dueDate: till.businessDay,
    reference: `${context.outletName(till.outlet)} ${till.recordId}`.slice(0, 255),
    currency: till.currency,
    status: context.status,
    lines,
    totalMinor: till.totalMinor * sign,
    taxMinor: sum(lines.map((l) => l.taxMinor)),
  };
  const payments = receiptPayments(till, document, sign, context, refusals);
  if (refusals.length > 0) return { ok: false, refusals: withoutRepeats(refusals) };
  return {
    ok: true,
    documents: [...customer.documents, document, ...payments.map((p) => p.document)],
    provenance: [
      { documentKey: key, role: 'receipt' },
      ...payments.map((p) => ({ documentKey: p.document.key, role: `payment:${p.type}` })),
    ],
  };
}

/** Plans a later payment of a debt: one payment on each invoice that it names. */
export function planAccountPayment(
  till: TillTransaction & { kind: 'payment' },
  context: PlanningContext,
): Plan {
  const { content } = till;
  const refusals: Refusal[] = [...currencyAndLock(till, context)];
  const accountId = receivingAccount(content.payment.type, context, refusals);
  if (accountId === 'on_account') {
    refusals.push({
      code: 'account_payment_open',
      text: `A debt cannot be paid “on account”: choose a receiving account for payment type “${content.payment.type}”.`,
      field: `paymentTypes.${content.payment.type}`,
    });
  }
  refusals.push(...appliesInFull(till, content));
  const documents: PaymentDocument[] = [];
  for (const [index, part] of content.appliesTo.entries()) {
    const of = context.invoiceKeyOf(part.outlet, part.id);
    if (of === null) {
      refusals.push({
        code: 'paid_receipt_unknown',
        text: `It pays receipt ${part.id}, which was not posted from here. Match it to the open invoice in Xero by hand, or post the receipt first.`,
      });
      continue;
    }
    documents.push({
      kind: 'payment',
      key: documentKey('payment', till.outlet, till.recordId, till.version, index + 1),
      number: documentNumber(context.shortId, till.outlet, till.recordId, till.version, `P${index + 1}`),
      of,
      accountId: accountId ?? '',
      date: till.businessDay,
      currency: till.currency,
      amountMinor: part.amountMinor,
    });
  }
  if (refusals.length > 0) return { ok: false, refusals: withoutRepeats(refusals) };
  return {
    ok: true,
    documents,
    provenance: documents.map((d, index) => ({ documentKey: d.key, role: `applies:${index + 1}` })),
  };
}

function currencyAndLock(till: TillTransaction, { organisation }: PlanningContext): Refusal[] {
  const refusals: Refusal[] = [];
  if (till.currency !== organisation.baseCurrency) {
    refusals.push({
      code: 'currency_differs',
      text: `The till recorded ${till.currency}, but the organisation keeps its books in ${organisation.baseCurrency}.`,
    });
  }
  if (organisation.lockedUntil !== null && till.businessDay <= organisation.lockedUntil) {
    refusals.push({
      code: 'locked_period',
      text: `Its business day ${till.businessDay} lies in a period that is locked in Xero until ${organisation.lockedUntil}. Ask the accountant to move the lock date.`,
    });
  }
  return refusals;
}

function contactOf(
  customer: Customer | null,
  context: PlanningContext,
  refusals: Refusal[],
): { ref: ContactRef; documents: ContactDocument[] } {
  if (customer) {
    const key = documentKey('contact', customer.id);
    const number = documentNumber(context.shortId, 'C', customer.id);
    const { name, email } = customer;
    return { ref: { contactKey: key }, documents: [{ kind: 'contact', key, number, name, email }] };
  }
  const contactId = context.mapping.walkInContactId;
  if (!contactId) {
    refusals.push({
      code: 'walk_in_contact_missing',
      text: 'Choose the contact under which walk-in customers are booked.',
      field: 'walkInContactId',
    });
  }
  return { ref: { contactId: contactId ?? '' }, documents: [] };
}

function documentLine(
  line: ReceiptLine,
  sign: 1 | -1,
  context: PlanningContext,
  refusals: Refusal[],
): DocumentLine[] {
  const { mapping } = context;
  let accountId: string | null | undefined;
  if (line.kind === 'product' || line.kind === 'surcharge') {
    accountId = mapping.salesAccountId;
    if (!accountId) {
      refusals.push({
        code: 'sales_account_missing',
        text: 'Choose the account that sales are booked to.',
        field: 'salesAccountId',
      });
    }
  } else if (line.kind === 'gift_card') {
    accountId = mapping.giftCardAccountId;
    if (!accountId) {
      refusals.push({
        code: 'gift_card_account_missing',
        text: 'Choose the liability account for gift cards that are sold.',
        field: 'giftCardAccountId',
      });
    }
  } else {
    refusals.push({
      code: 'line_kind_not_yet',
      text: `It holds a ${line.kind} line, which is not posted yet. It waits here until it can be.`,
    });
    return [];
  }
  const taxType = taxTypeOf(line.taxCode, context, refusals);
  if (!accountId || !taxType) return [];
  lineFits(
    accountId,
    taxType,
    line.kind === 'gift_card' ? 'giftCardAccountId' : 'salesAccountId',
    line.taxCode,
    context,
    refusals,
  );
  if (line.taxMinor !== 0 && !context.organisation.paysTax) {
    refusals.push({
      code: 'not_registered_for_tax',
      text: 'The till charged tax, but the organisation in Xero is not registered for it. Correct one of the two.',
    });
  }
  return [
    {
      description: lineText(line),
      accountId,
      taxType,
      grossMinor: line.grossMinor * sign,
      taxMinor: line.taxMinor * sign,
    },
  ];
}

function lineText(line: ReceiptLine): string {
  const name =
    line.productName ??
    (line.kind === 'gift_card' ? 'Gift card' : line.kind === 'surcharge' ? 'Surcharge' : 'Sale');
  const quantity = line.quantity.includes('.') ? line.quantity.replace(/\.?0+$/, '') : line.quantity;
  return (quantity === '1' ? name : `${quantity} × ${name}`).slice(0, 4000);
}

function roundingLine(roundingMinor: Minor, context: PlanningContext, refusals: Refusal[]): DocumentLine[] {
  if (roundingMinor === 0) return [];
  const accountId = context.mapping.roundingAccountId;
  if (!accountId) {
    refusals.push({
      code: 'rounding_account_missing',
      text: 'Choose the account that cash rounding goes to.',
      field: 'roundingAccountId',
    });
  }
  const taxType = taxTypeOf('NONE', context, refusals);
  if (!accountId || !taxType) return [];
  lineFits(accountId, taxType, 'roundingAccountId', 'NONE', context, refusals);
  return [{ description: 'Cash rounding', accountId, taxType, grossMinor: roundingMinor, taxMinor: 0 }];
}

function taxTypeOf(code: string, context: PlanningContext, refusals: Refusal[]): string | null {
  const taxType = context.mapping.taxTypes[code];
  if (taxType) return taxType;
  refusals.push({
    code: 'tax_rate_missing',
    text:
      code === 'NONE'
        ? 'Choose the tax rate for what is out of the scope of tax (gift cards, rounding).'
        : `Choose the tax rate for the till's tax “${code}”.`,
    field: `taxTypes.${code}`,
  });
  return null;
}

/** What Xero would refuse is refused here first, by name and with the field that mends it. */
function lineFits(
  accountId: string,
  taxType: string,
  field: string,
  taxCode: string,
  { organisation }: PlanningContext,
  refusals: Refusal[],
): void {
  const account = organisation.accounts.get(accountId);
  if (!account || !takesLines(account)) {
    refusals.push({
      code: 'account_unusable',
      text: account
        ? `Account “${account.name}” cannot take sales lines in Xero (it is archived, a bank account or one of Xero's own). Choose another.`
        : 'The chosen account is no longer in Xero. Choose another.',
      field,
    });
    return;
  }
  const rate = organisation.taxRates.get(taxType);
  if (!rate || !taxFits(rate, account)) {
    refusals.push({
      code: 'tax_rate_unusable',
      text: rate
        ? `Xero does not accept tax rate “${rate.name}” on account “${account.name}”. Choose another for “${taxCode}”.`
        : `The tax rate chosen for “${taxCode}” is no longer in Xero. Choose another.`,
      field: `taxTypes.${taxCode}`,
    });
  }
}

/**
 * The till's tax may differ from the chosen rate's by rounding only: half a cent for each tax amount summed and half a cent for
 * each line. More than that means a wrong rate, and goes to a person.
 */
function taxStrays(content: Receipt, { mapping, organisation }: PlanningContext): Refusal[] {
  const refusals: Refusal[] = [];
  for (const code of new Set(content.lines.map((l) => l.taxCode))) {
    const rate = organisation.taxRates.get(mapping.taxTypes[code] ?? '');
    if (!rate) continue;
    const lines = content.lines.filter((l) => l.taxCode === code);
    const tills = sum(lines.map((l) => l.taxMinor));
    const xeros = sum(lines.map((l) => taxInside(l.grossMinor, percent(rate.rate))));
    // Half a cent per line for the till's rounding and half for Xero's: together a cent a line.
    if (Math.abs(tills - xeros) > lines.length) {
      refusals.push({
        code: 'tax_differs',
        text: `The till's tax of “${code}” is ${tills} minor units, the chosen rate “${rate.name}” (${rate.rate} %) makes ${xeros}. Check the rate chosen for it.`,
        field: `taxTypes.${code}`,
      });
    }
  }
  return refusals;
}

function receiptPayments(
  till: Sale,
  document: SalesDocument,
  sign: 1 | -1,
  context: PlanningContext,
  refusals: Refusal[],
): { type: string; document: PaymentDocument }[] {
  const byType = new Map<string, { amountMinor: Minor; firstId: string }>();
  for (const payment of till.content.payments) {
    if (payment.amountMinor * sign < 0) {
      refusals.push({
        code: 'payment_sign_not_yet',
        text: `Its ${payment.type} payment goes against the sign of the receipt (cash-back or a swap), which is not posted yet. It waits here until it can be.`,
      });
    }
    const before = byType.get(payment.type);
    byType.set(payment.type, {
      amountMinor: (before?.amountMinor ?? 0) + payment.amountMinor * sign,
      firstId: before?.firstId ?? payment.id,
    });
  }
  const payments: { type: string; document: PaymentDocument }[] = [];
  for (const [type, { amountMinor, firstId }] of byType) {
    const accountId = receivingAccount(type, context, refusals);
    if (accountId === 'on_account') {
      if (sign < 0) {
        refusals.push({
          code: 'refund_on_account_not_yet',
          text: 'A refund on account is not posted yet. It waits here until it can be.',
        });
      }
      continue;
    }
    if (amountMinor === 0) continue;
    payments.push({
      type,
      document: {
        kind: 'payment',
        key: documentKey('payment', till.outlet, till.recordId, till.version, type),
        number: `${document.number}-P${numberPart(firstId)}`,
        of: document.key,
        accountId: accountId ?? '',
        date: document.date,
        currency: document.currency,
        amountMinor,
      },
    });
  }
  return payments;
}

function receivingAccount(
  type: string,
  context: PlanningContext,
  refusals: Refusal[],
): string | 'on_account' | null {
  const field = `paymentTypes.${type}`;
  const target = context.mapping.paymentTypes[type];
  if (!target) {
    refusals.push({
      code: 'payment_type_missing',
      text: `Choose the account that receives payment type “${type}”.`,
      field,
    });
    return null;
  }
  if ('onAccount' in target) return 'on_account';
  const account = context.organisation.accounts.get(target.accountId);
  if (!account || !takesPayments(account)) {
    refusals.push({
      code: 'account_unusable',
      text: account
        ? `Account “${account.name}” cannot take payments in Xero (it is archived, or payments are not enabled on it). Choose another, or enable payments on it.`
        : `The account chosen for payment type “${type}” is no longer in Xero. Choose another.`,
      field,
    });
    return null;
  }
  return target.accountId;
}

function appliesInFull(till: TillTransaction, content: AccountPayment): Refusal[] {
  const named = sum(content.appliesTo.map((a) => a.amountMinor));
  if (content.appliesTo.length > 0 && named === content.payment.amountMinor) return [];
  const digits = minorDigits(till.currency);
  return [
    {
      code: 'account_payment_open',
      text: `The payment is ${formatMinor(content.payment.amountMinor, digits)}, but the receipts that it names take ${formatMinor(named, digits)} of it. It waits until the till says what it pays.`,
    },
  ];
}

function withoutRepeats(refusals: Refusal[]): Refusal[] {
  const seen = new Set<string>();
  return refusals.filter((r) => {
    const id = `${r.code} ${r.field ?? ''} ${r.text}`;
    return !seen.has(id) && seen.add(id);
  });
}
