import { minorDigits, parseMinor } from '@/lib/money/money';
import { canonicalJson, sha256Hex } from '../canonical.ts';
import { feedRecord } from '../schema.ts';
import type { Names } from './names.ts';
import type { FileRecord, Outcome } from './outcomes.ts';
import type { Table } from './table.ts';

type Place = { line: number; hash: string; differs: number | null };

const identityOf = (record: Record<string, unknown>) =>
  JSON.stringify([record.outlet, record.id, record.version]);

/** Reads a file that holds records of the feed already: checked against its schema, otherwise kept as they came. */
export async function* feedOutcomes(table: Table, names: Names): AsyncGenerator<Outcome> {
  const places = new Map<string, Place>();
  for await (const { line, record } of table.records()) {
    const hash = sha256Hex(canonicalJson(record));
    const place = places.get(identityOf(record));
    if (!place) places.set(identityOf(record), { line, hash, differs: null });
    else if (place.hash !== hash) place.differs ??= line;
  }
  for await (const { line, record } of table.records()) {
    const refuse = (code: 'twice' | 'not_a_record' | 'number', text: string): Outcome => ({
      kind: 'refused',
      refusal: { line, code, text },
    });
    const parsed = feedRecord.safeParse(record);
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      yield refuse('not_a_record', `${issue.path.join('.') || 'record'}: ${issue.message}`);
      continue;
    }
    const place = places.get(identityOf(record))!;
    if (place.differs !== null) {
      yield refuse(
        'twice',
        `The same version of it stands in record ${place.line} and ${place.differs} with different content.`,
      );
      continue;
    }
    if (place.line !== line) {
      yield refuse('twice', `It is the same as record ${place.line}.`);
      continue;
    }
    const r = parsed.data;
    const digits = minorDigits(r.currency);
    const totalMinor = r.type === 'receipt' ? parseMinor(r.total, digits) : 0;
    const badPayment = r.type === 'receipt' && r.payments.some((p) => parseMinor(p.amount, digits) === null);
    if (totalMinor === null || badPayment) {
      yield refuse('number', `An amount in it is finer than ${r.currency} allows.`);
      continue;
    }
    names.outlet(r.outlet);
    names.register(r.outlet, r.register);
    if (r.type === 'receipt') for (const payment of r.payments) names.payment(payment.type);
    yield {
      kind: 'record',
      lines: [line],
      record: record as FileRecord,
      receipt: r.type === 'receipt' ? { totalMinor, rounded: false } : null,
    };
  }
}
