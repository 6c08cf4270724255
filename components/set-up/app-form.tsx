'use client';

import { useRouter } from 'next/navigation';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Form } from '@/components/ui/form';
import { PasswordField } from '@/components/ui/password-field';
import { useJsonForm } from '@/components/ui/use-json-form';
import { setUpPath } from '@/lib/connect/paths';
import { appPairSchema } from '@/lib/connect/schemas';

/** Identifier and secret; *Test* asks Xero. A saved secret is not in the page: it can only be entered anew. */
export function AppForm({ solutionId, clientId }: { solutionId: string; clientId: string | null }) {
  const router = useRouter();
  const form = useJsonForm({
    schema: appPairSchema,
    url: `/api/solutions/${solutionId}/app/test`,
    defaults: { clientId: clientId ?? '', clientSecret: '' },
    onDone: () => {
      // Without values: only then are the controls themselves emptied. The saved identifier comes back with the page.
      form.reset();
      router.push(`${setUpPath(solutionId, { notice: 'pair_right' })}#authorization`);
      router.refresh();
    },
  });
  const identifier = form.field('clientId');
  return (
    <Form {...form.props} className="max-w-xl">
      <Field
        label="Client Identifier"
        hint="32 characters. Xero calls it Client id."
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        {...identifier}
        onBlur={(event) => {
          void identifier.onBlur(event);
          // A mistyped one is told before he goes on to the secret.
          if (event.target.value !== '') void form.trigger('clientId');
        }}
      />
      <PasswordField
        label="Client Secret"
        hint={
          clientId
            ? 'A secret is saved, encrypted, and never shown again. Enter it again to replace it.'
            : 'Kept encrypted, and never shown again once saved.'
        }
        autoComplete="off"
        {...form.field('clientSecret')}
      />
      <div>
        <Button type="submit" look={clientId ? 'secondary' : 'primary'}>
          Test
        </Button>
      </div>
    </Form>
  );
}
