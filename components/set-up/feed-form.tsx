'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Form } from '@/components/ui/form';
import { PasswordField } from '@/components/ui/password-field';
import { useJsonForm } from '@/components/ui/use-json-form';
import { feedKeySchema } from '@/lib/connect/schemas';

/** The till feed's key. It is tried on the feed before it is saved. */
export function FeedForm({
  solutionId,
  hasKey,
  isNext,
}: {
  solutionId: string;
  hasKey: boolean;
  isNext: boolean;
}) {
  const router = useRouter();
  const [done, setDone] = useState<string | null>(null);
  const form = useJsonForm({
    schema: feedKeySchema,
    url: `/api/solutions/${solutionId}/feed`,
    defaults: { apiKey: '' },
    onDone: ({ name }) => {
      form.reset();
      setDone(`The till answered for ${String(name)}. The key is saved, encrypted.`);
      router.refresh();
    },
  });
  return (
    <Form {...form.props} className="max-w-xl">
      {done && !form.formError && <Alert kind="success">{done}</Alert>}
      <PasswordField
        label="Tagrain API key"
        hint={
          hasKey
            ? 'A key is saved, encrypted, and never shown again. Enter one to replace it.'
            : 'In Tagrain, under the plug-in’s settings.'
        }
        autoComplete="off"
        {...form.field('apiKey')}
      />
      <div>
        <Button type="submit" look={isNext ? 'primary' : 'secondary'}>
          Save and check key
        </Button>
      </div>
    </Form>
  );
}
