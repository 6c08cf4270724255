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

/** Runtimes list some zones under a name of long ago only, and UTC not at all. They understand both. */
const namesOfToday = [
  'UTC',
  'Asia/Yangon',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Ho_Chi_Minh',
  'Europe/Kyiv',
  'America/Nuuk',
  'America/Argentina/Buenos_Aires',
  'America/Indiana/Indianapolis',
  'America/Kentucky/Louisville',
  'Atlantic/Faroe',
  'Africa/Asmara',
  'Pacific/Chuuk',
  'Pacific/Pohnpei',
  'Pacific/Kanton',
];

export default async function ImportPage({
  params,
}: PageProps<'/solutions/[solutionId]/transactions/import'>) {
  const { solutionId } = await params;
  const member = await requireMember(
    solutionId,
    `/solutions/${encodeURIComponent(solutionId)}/transactions/import`,
  );
  const { baseCurrency } = await importDefaults(database(), member);
  const timeZones = [...new Set([...Intl.supportedValuesOf('timeZone'), ...namesOfToday])].sort();
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
