import { Amount } from '@/components/money/amount';
import { Section } from '@/components/ui/section';
import { Table, Td, Th } from '@/components/ui/table';
import type { MovementRow } from '@/lib/dry-run/show';

/** What each account moves by: by what would be sent, and by what was sent of the same days. */
export function Movement({ rows, currency }: { rows: MovementRow[]; currency: string }) {
  return (
    <Section
      title="Movement per account"
      intro="Debits are positive, credits negative; each column comes to zero."
      flush
    >
      <Table label="Movement per account">
        <thead>
          <tr>
            <Th>Account</Th>
            <Th numeric>Would be sent</Th>
            <Th numeric>Sent already</Th>
            <Th numeric>Together</Th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, account, wouldMinor, sentMinor }) => (
            <tr key={id}>
              <Th scope="row" className="align-baseline font-normal">
                {account}
              </Th>
              <Cell minor={wouldMinor} currency={currency} />
              <Cell minor={sentMinor} currency={currency} />
              <Cell minor={wouldMinor + sentMinor} currency={currency} />
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}

function Cell({ minor, currency }: { minor: number; currency: string }) {
  return (
    <Td numeric className={minor === 0 ? 'text-muted' : undefined}>
      <Amount minor={minor} currency={currency} />
    </Td>
  );
}
