import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';

/**
 * A dense table in a region that scrolls sideways by itself (and by keyboard), so that the page never does.
 * Children are `<thead>` and `<tbody>` with `Th` and `Td`.
 */
export function Table({
  label,
  maxHeight,
  stacks = false,
  children,
}: {
  /** Says what the table holds. */
  label: string;
  /** A CSS length; beyond it the rows scroll under the head, which stays. */
  maxHeight?: string;
  /** On narrow screens its rows are blocks below each other; rows and cells then say their roles themselves. */
  stacks?: boolean;
  children: ReactNode;
}) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="scroll-cue overflow-auto -outline-offset-2"
      style={{ maxHeight }}
    >
      <table
        {...(stacks && { role: 'table' })}
        className={classNames(
          'w-full border-separate border-spacing-0 text-[0.8125rem] [&_tbody_tr:hover]:bg-sunken [&_tbody_tr:last-child>*]:border-b-0',
          stacks && 'max-md:block max-md:[&>tbody]:block max-md:[&>thead]:sr-only',
        )}
      >
        <caption className="sr-only">{label}</caption>
        {children}
      </table>
    </section>
  );
}

/** A row of a table that stacks; its cells are `StackedTh` and `StackedTd`. */
export function StackedTr({ className, ...rest }: ComponentProps<'tr'>) {
  return (
    <tr
      {...rest}
      {...{ role: 'row' }}
      className={classNames(
        'border-line max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:items-baseline max-md:gap-x-4 max-md:px-4',
        className,
      )}
    />
  );
}

const stacked =
  'max-md:block max-md:min-w-0 max-md:border-b-0 max-md:px-0 max-md:py-1 max-md:whitespace-normal';

/** The head of a row that stacks. */
export function StackedTh({ className, ...rest }: ComponentProps<typeof Th>) {
  return <Th {...rest} scope="row" role="rowheader" className={classNames(stacked, className)} />;
}

/** A cell of a row that stacks. */
export function StackedTd({ className, ...rest }: ComponentProps<typeof Td>) {
  return <Td {...rest} role="cell" className={classNames(stacked, className)} />;
}

type CellProps = { numeric?: boolean };

/** A head cell; sticks to the top of the scrolling region. */
export function Th({ numeric, className, scope = 'col', ...rest }: ComponentProps<'th'> & CellProps) {
  return (
    <th
      {...rest}
      scope={scope}
      className={classNames(
        'border-b border-line px-3 py-2 font-medium whitespace-nowrap',
        scope === 'col' ? 'sticky top-0 z-10 bg-surface text-xs text-muted' : 'text-left',
        numeric ? 'text-right' : 'text-left',
        className,
      )}
    />
  );
}

/** A cell on one line; `numeric` sets amounts right, in figures of one width; `prose` lets a sentence break. */
export function Td({
  numeric,
  prose,
  className,
  ...rest
}: ComponentProps<'td'> & CellProps & { prose?: boolean }) {
  return (
    <td
      {...rest}
      className={classNames(
        'border-b border-line px-3 py-1.5 align-baseline',
        prose ? 'min-w-56' : 'whitespace-nowrap',
        numeric && 'text-right tabular-nums',
        className,
      )}
    />
  );
}
