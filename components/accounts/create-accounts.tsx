'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { z } from 'zod';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Form } from '@/components/ui/form';
import { type PostOutcome, postJson } from '@/components/ui/post-json';
import { Section } from '@/components/ui/section';
import { Select } from '@/components/ui/select';
import { useJsonForm } from '@/components/ui/use-json-form';
import type { ProposedAccount } from '@/lib/accounting/propose-accounts';
import type { TillPer } from '@/lib/accounting/till-names';
import { NewAccount } from './new-account.tsx';

export type Proposals = Record<TillPer, ProposedAccount[]>;
export type FilledAccount = { accountId: string; fills: ProposedAccount['fills'] };

type Made = { key: string; name: string; accountId: string; isNew: boolean };
type Failed = { key: string; name: string; message: string };

/** *Create the accounts for me*: shows what is missing, and makes in Xero what stays ticked. Nothing is made before the last button. */
export function CreateAccounts({
  solutionId,
  proposals,
  onMade,
}: {
  solutionId: string;
  proposals: Proposals;
  /** With the accounts that are there now, and the fields that they are meant for. */
  onMade(accounts: FilledAccount[]): void;
}) {
  const [isOpen, setOpen] = useState(false);
  const [per, setPer] = useState<TillPer>('register');
  const [outcome, setOutcome] = useState<{ made: Made[]; failed: Failed[] } | null>(null);
  const proposed = proposals[per];
  const differ =
    proposals.register.map(({ key }) => key).join() !== proposals.outlet.map(({ key }) => key).join();
  const done = outcome && <Outcome {...outcome} />;
  if (proposed.length === 0 && !differ) return done;
  return (
    <Section
      title="Accounts that Xero does not have yet"
      intro="For some of what the till records, your organisation has no account. They can be made for you; you see them first."
    >
      <div className="grid gap-4">
        {done}
        {isOpen ? (
          <>
            {differ && (
              <Select
                label="Till accounts"
                className="max-w-md"
                value={per}
                onChange={(event) => setPer(event.target.value as TillPer)}
                options={[
                  { value: 'register', label: 'One for each register' },
                  { value: 'outlet', label: 'One for each outlet, shared by its registers' },
                ]}
              />
            )}
            <NewAccounts
              // Other accounts are another form.
              key={proposed.map(({ key, code }) => `${key} ${code}`).join('|')}
              {...{ solutionId, proposed }}
              onCancel={() => setOpen(false)}
              onDone={(answer) => {
                setOutcome(answer);
                setOpen(answer.failed.length > 0);
                const fillsOf = new Map(proposed.map(({ key, fills }) => [key, fills]));
                onMade(
                  answer.made.map(({ key, accountId }) => ({ accountId, fills: fillsOf.get(key) ?? [] })),
                );
              }}
            />
          </>
        ) : (
          <Button onClick={() => setOpen(true)}>Create the accounts for me</Button>
        )}
      </div>
    </Section>
  );
}

function Outcome({ made, failed }: { made: Made[]; failed: Failed[] }) {
  const names = made.map(({ name }) => name).join(', ');
  return (
    <div className="grid gap-3">
      {made.length > 0 && (
        <Alert kind="success">
          {made.length === 1 ? 'In Xero now: ' : `${made.length} accounts are in Xero now: `}
          {names}. The fields below are filled with them; press Save to keep that.
        </Alert>
      )}
      {failed.length > 0 && (
        <Alert
          kind="warning"
          title={failed.length === 1 ? '1 account was not made' : `${failed.length} accounts were not made`}
        >
          <ul className="list-disc pl-5">
            {failed.map(({ key, name, message }) => (
              <li key={key}>
                {name}: {message}
              </li>
            ))}
          </ul>
        </Alert>
      )}
    </div>
  );
}

// What is typed is checked by the route, which says it of the one field; here only its shape is told.
const formSchema = z.object({
  accounts: z.array(z.object({ isWanted: z.boolean(), name: z.string(), code: z.string() })),
});

function NewAccounts({
  solutionId,
  proposed,
  onCancel,
  onDone,
}: {
  solutionId: string;
  proposed: ProposedAccount[];
  onCancel(): void;
  onDone(answer: { made: Made[]; failed: Failed[] }): void;
}) {
  const router = useRouter();
  const form = useJsonForm({
    schema: formSchema,
    defaults: { accounts: proposed.map(({ isNeeded, name, code }) => ({ isWanted: isNeeded, name, code })) },
    async url({ accounts }): Promise<PostOutcome> {
      const wanted = accounts.flatMap(({ isWanted, name, code }, position) => {
        const { key, use } = proposed[position]!;
        return isWanted ? [{ position, account: { key, use, name, code } }] : [];
      });
      const outcome = await postJson(`/api/solutions/${solutionId}/accounts`, {
        accounts: wanted.map(({ account }) => account),
      });
      if (outcome.ok) return outcome;
      // The route counts those that were sent, the form those that are shown.
      const field = outcome.problem.field?.replace(
        /^accounts\.(\d+)/,
        (_, sent: string) => `accounts.${wanted[Number(sent)]?.position}`,
      );
      return { ...outcome, problem: { ...outcome.problem, field } };
    },
    onDone(answer) {
      onDone(answer as unknown as { made: Made[]; failed: Failed[] });
      router.refresh();
    },
  });
  const wanted = form.watch('accounts').filter(({ isWanted }) => isWanted).length;
  return (
    <Form {...form.props} aria-label="Accounts to create">
      <ul className="grid gap-3">
        {proposed.map((account, position) => (
          <NewAccount
            key={account.key}
            account={account}
            check={<Checkbox {...form.check(`accounts.${position}.isWanted`)} label={account.words} />}
            name={form.field(`accounts.${position}.name`)}
            code={form.field(`accounts.${position}.code`)}
          />
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={wanted === 0}>
          {wanted === 1 ? 'Create 1 account in Xero' : `Create ${wanted} accounts in Xero`}
        </Button>
        <Button onClick={onCancel}>Not now</Button>
      </div>
    </Form>
  );
}
