import type { Metadata } from 'next';
import { ImportScreen } from '@/components/import/import-screen';
import { importDefaults } from '@/db/queries/import-files';
import { requireMember } from '@/lib/auth/session';
import { database } from '@/lib/database';
import { dateOrderNames } from '@/lib/tagrain/file/dates';
import { fields, meanings } from '@/lib/tagrain/file/fields';
import { maxFileBytes, tooBigText } from '@/lib/tagrain/file/limits';

export const metadata: Metadata = { title: 'Import a file' };

/** What a form offers when no organisation has told its currency yet. */
const currencyOtherwise = 'AUD';

export default async function ImportPage({
  params,
}: PageProps<'/solutions/[solutionId]/transactions/import'>) {
  const { solutionId } = await params;
  const member = await requireMember(
    solutionId,
    `/solutions/${encodeURIComponent(solutionId)}/transactions/import`,
  );
  const { baseCurrency } = await importDefaults(database(), member);
  // Runtimes differ in whether they count UTC among the zones.
  const timeZones = [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])];
  return (
    <ImportScreen
      solutionId={solutionId}
      currency={baseCurrency ?? currencyOtherwise}
      maxFileBytes={maxFileBytes}
      tooBigText={tooBigText}
      choices={{ timeZones, currencies: Intl.supportedValuesOf('currency'), dateOrderNames }}
      fieldLabels={fields.map((field) => ({ field, label: meanings[field].label }))}
    />
  );
}
