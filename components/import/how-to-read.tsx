'use client';

import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import type { ImportPreview } from '@/lib/tagrain/file/preview-shape';
import { type Answers, errorOf, type SetAnswers } from './answers.ts';

export type Choices = {
  timeZones: string[];
  currencies: string[];
  dateOrderNames: Record<string, string>;
};

type Props = { preview: ImportPreview; answers: Answers; asked: boolean; set: SetAnswers; choices: Choices };

const options = (values: readonly string[]) => values.map((value) => ({ value, label: value }));

/** The device's own zone may go by a name that the list lacks. */
const withChosen = (values: string[], chosen: string | null) =>
  chosen && !values.includes(chosen) ? [chosen, ...values] : values;

/** What the file itself cannot say, or says in more than one way. */
export function HowToRead({ preview, answers, asked, set, choices }: Props) {
  const error = (option: string) => errorOf(preview, asked, option);
  return (
    <div className="grid grid-cols-1 gap-4">
      {preview.dates && <DateFormat {...{ preview, answers, asked, set, choices }} />}
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-3">
        <Select
          label="Time zone"
          hint={
            preview.knownOutlets.length > 0
              ? 'Of outlets that are new; known ones keep their own.'
              : 'In which the till wrote its times.'
          }
          placeholder="Choose"
          options={options(withChosen(choices.timeZones, answers.timeZone))}
          value={answers.timeZone ?? ''}
          error={error('timeZone')}
          onChange={(event) => set({ timeZone: event.target.value || null })}
        />
        {preview.columns && (
          <Select
            label="Currency"
            options={options(choices.currencies)}
            value={answers.currency}
            error={error('currency')}
            onChange={(event) => set({ currency: event.target.value })}
          />
        )}
        <Field
          label="Business day begins at"
          type="time"
          hint="Sales before this time belong to the day before."
          value={answers.dayCutoff}
          onChange={(event) => set({ dayCutoff: event.target.value || '00:00' })}
        />
        <RowsAndTotals {...{ preview, answers, asked, set, choices }} />
        <WholeFile {...{ preview, answers, asked, set, choices }} />
      </div>
      <Kinds {...{ preview, answers, asked, set, choices }} />
    </div>
  );
}

function DateFormat({ preview, answers, asked, set, choices }: Props) {
  const { dates } = preview;
  if (!dates) return null;
  const nameOf = (order: string) => choices.dateOrderNames[order] ?? order;
  return (
    <Select
      className="max-w-2xl"
      label="Date format"
      hint={
        <>
          <p>Nothing is imported until you have said which number is the day.</p>
          <ul className="mt-1 grid list-disc gap-0.5 pl-5">
            {dates.choices.map(({ order, fits, of, examples }) => (
              <li key={order}>
                {nameOf(order)}: {examples.map((e) => `${e.text} is ${e.means}`).join(', ')}
                {examples.length > 0 && '; '}
                {fits === of ? `fits all ${of}` : `fits ${fits} of ${of}`}.
              </li>
            ))}
          </ul>
        </>
      }
      placeholder="Choose which number is the day"
      options={dates.choices.map(({ order, examples }) => ({
        value: order,
        label: [nameOf(order), ...examples.slice(0, 1).map((e) => `${e.text} is ${e.means}`)].join(': '),
      }))}
      value={answers.dateOrder ?? ''}
      error={errorOf(preview, asked, 'dateOrder')}
      onChange={(event) => set({ dateOrder: event.target.value || null })}
    />
  );
}

function RowsAndTotals({ preview, answers, asked, set }: Props) {
  const taxColumn = preview.columns?.tax ?? null;
  return (
    <>
      {preview.decimals && (
        <Select
          label="Decimal mark"
          hint={`Amounts such as ${preview.decimals.examples.join('; ')} can be read in two ways.`}
          placeholder="Choose"
          options={[
            { value: '.', label: 'Point: 1,234.50' },
            { value: ',', label: 'Comma: 1.234,50' },
          ]}
          value={answers.decimalMark ?? ''}
          error={errorOf(preview, asked, 'decimalMark')}
          onChange={(event) => set({ decimalMark: event.target.value || null })}
        />
      )}
      {preview.rowIs && (
        <Select
          label="Each row is"
          hint={`${preview.rowIs.repeated} receipt numbers stand on several rows.`}
          options={[
            { value: 'receipt', label: 'A whole receipt' },
            { value: 'line', label: 'One line of a receipt' },
          ]}
          value={answers.rowIs ?? preview.rowIs.chosen}
          onChange={(event) => set({ rowIs: event.target.value, totalIs: null })}
        />
      )}
      {preview.totalIs && (answers.rowIs ?? 'line') === 'line' && (
        <Select
          label="The total on a row is"
          placeholder="Choose"
          options={[
            { value: 'line', label: 'Of that line' },
            { value: 'receipt', label: 'Of the whole receipt, repeated' },
          ]}
          value={answers.totalIs ?? preview.totalIs.chosen ?? ''}
          error={errorOf(preview, asked, 'totalIs')}
          onChange={(event) => set({ totalIs: event.target.value || null })}
        />
      )}
      {taxColumn !== null && (
        <Select
          label="Tax in the total"
          options={[
            { value: 'included', label: 'The total includes it' },
            { value: 'added', label: 'It comes on top of the total' },
          ]}
          value={answers.taxIs}
          onChange={(event) => set({ taxIs: event.target.value as Answers['taxIs'] })}
        />
      )}
    </>
  );
}

/** What holds for the whole file where no column says it. */
function WholeFile({ preview, answers, asked, set }: Props) {
  const { columns } = preview;
  if (!columns) return null;
  return (
    <>
      {columns.outlet === null && (
        <Field
          label="Outlet of all rows"
          list="known-outlets"
          value={answers.outlet}
          error={errorOf(preview, asked, 'outlet')}
          onChange={(event) => set({ outlet: event.target.value })}
        />
      )}
      <datalist id="known-outlets">
        {preview.knownOutlets.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </datalist>
      {columns.register === null && (
        <Field
          label="Register of all rows"
          optional
          hint="Left empty: one main till per outlet."
          value={answers.register}
          onChange={(event) => set({ register: event.target.value })}
        />
      )}
      {columns.payment === null && (
        <Field
          label="Payment type of all rows"
          value={answers.payment}
          error={errorOf(preview, asked, 'payment')}
          onChange={(event) => set({ payment: event.target.value })}
        />
      )}
    </>
  );
}

function Kinds({ preview, answers, asked, set }: Props) {
  if (preview.kinds.length === 0) return null;
  const error = errorOf(preview, asked, 'kinds');
  return (
    <fieldset className="grid gap-3">
      <legend className="font-medium">What the type column says</legend>
      {error && (
        <p role="alert" className="text-[0.8125rem] text-danger">
          {error}
        </p>
      )}
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-4">
        {preview.kinds.map(({ value, kind }) => (
          <Select
            key={value}
            label={value}
            placeholder="Choose"
            options={[
              { value: 'sale', label: 'A sale' },
              { value: 'refund', label: 'A refund' },
              { value: 'voided', label: 'A voided receipt' },
              { value: 'leave_out', label: 'Leave it out' },
            ]}
            value={answers.kinds[value] ?? kind ?? ''}
            onChange={(event) => set({ kinds: { ...answers.kinds, [value]: event.target.value } })}
          />
        ))}
      </div>
    </fieldset>
  );
}
