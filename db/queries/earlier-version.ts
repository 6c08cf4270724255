import { sql } from 'drizzle-orm';

/** What a newer version of a record corrects: the newest older one of which something may be in Xero. */
export type EarlierVersion = {
  kind: string;
  register: string | null;
  version: number;
  businessDay: string;
  currency: string;
  totalMinor: number;
  content: unknown;
  voided: boolean;
  /** Which mapping its documents were planned under; where it has none, it itself. */
  mappingId: number | null;
  /** Documents of one earlier version went under different mappings: some were refused and planned again. */
  isMixed: boolean;
  /** Keys of the documents by which the record came to Xero last, payments left out where there is something else; none: it never did. */
  keys: string[];
  /** Number of the document by which the record came to Xero first. */
  firstNumber: string | null;
  /** A document of any earlier version that a person undid or changed in Xero; null: all stand. */
  stoppedNumber: string | null;
  /** Of a payment: what of it is on which invoice, by all earlier versions together. */
  payments: { of: string; accountId: string; amountMinor: number }[];
};

/**
 * Of till transactions `p` and `t`: both tell the same thing. A closing yields several kinds under one record, where the record is its
 * own shift; of all else a record is one thing, even where its kind changed.
 */
const isOfSameThing = sql`p.solution_id = t.solution_id and p.outlet_id = t.outlet_id and p.record_id = t.record_id
  and p.kind not in ('shift', 'unknown') and (p.kind = t.kind or t.record_id is distinct from t.shift_till_id)`;

/** Of a till transaction `t`: what an older version of it became may have left, so that it is corrected and not posted. */
export const isCorrection = sql`(t.version > 1 and t.kind not in ('shift', 'unknown') and exists (
  select 1 from till_transaction p where ${isOfSameThing} and p.version < t.version and (p.state = 'planned'
    or exists (select 1 from document_source s where s.till_transaction_id = p.id and s.live))))`;

const documentsOfEarlier = sql`till_transaction p
  join document_source s on s.till_transaction_id = p.id and s.live
  join document d on d.id = s.document_id`;

/** Joins `earlier.version`, an EarlierVersion or null, to a till transaction `t`. */
export const joinEarlierVersion = sql`left join lateral (
  select jsonb_build_object('kind', b.kind, 'register', bg.till_id, 'version', b.version, 'businessDay', b.business_day,
    'currency', b.currency, 'totalMinor', b.total_minor, 'content', b.content, 'voided', b.voided,
    'mappingId', coalesce((select max(d.mapping_id) from document_source s join document d on d.id = s.document_id
      where s.till_transaction_id = b.id and s.live), b.mapping_id),
    'isMixed', exists (select 1 from ${documentsOfEarlier} where ${isOfSameThing} and p.version < t.version
      group by p.version having count(distinct d.mapping_id) > 1),
    'keys', (select coalesce(jsonb_agg(distinct key), '[]'::jsonb) from (
      -- A version between that moved nothing has no documents: those before it count.
      select d.key, rank() over (order by p.version desc, d.kind in ('payment', 'allocation')) as rank
      from ${documentsOfEarlier} where ${isOfSameThing} and p.version < t.version) last where rank = 1),
    'firstNumber', (select d.number from ${documentsOfEarlier} where ${isOfSameThing} and p.version < t.version
      order by p.version, d.kind in ('payment', 'allocation'), d.id limit 1),
    'stoppedNumber', (select d.number from ${documentsOfEarlier} where ${isOfSameThing} and p.version < t.version
      and d.state in ('stopped', 'undone') order by d.id limit 1),
    'payments', case when t.kind = 'payment' then (
      select coalesce(jsonb_agg(jsonb_build_object('of', d.content -> 'of', 'accountId', d.content -> 'accountId',
        'amountMinor', d.total_minor) order by d.id), '[]'::jsonb)
      from ${documentsOfEarlier} where ${isOfSameThing} and p.version < t.version and d.kind = 'payment') else '[]'::jsonb end
  ) as version
  from (
    select p.* from till_transaction p where t.version > 1 and t.kind not in ('shift', 'unknown') and ${isOfSameThing}
      and p.version < t.version and (p.state = 'planned'
        or exists (select 1 from document_source s where s.till_transaction_id = p.id and s.live))
    order by p.version desc limit 1
  ) b left join register bg on bg.id = b.register_id
) earlier on true`;
