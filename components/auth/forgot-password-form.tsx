'use client';

import Link from 'next/link';
import { useState } from 'react';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Form } from '@/components/ui/form';
import { useJsonForm } from '@/components/ui/use-json-form';
import { forgottenPasswordSchema } from '@/lib/auth/schemas';

/** Asks for a link by mail. What it says afterwards holds for every address, known or not. */
export function ForgotPasswordForm() {
  const [isSent, setSent] = useState(false);
  const form = useJsonForm({
    schema: forgottenPasswordSchema,
    url: '/api/password/forgot',
    onDone: () => setSent(true),
  });
  return (
    <>
      {isSent ? (
        <Alert kind="success" title="Check your mail">
          If this address has an account, a link is on its way to it. It works once, within 30 minutes. If
          nothing comes, look among the unwanted mail, or try the address that you registered with.
        </Alert>
      ) : (
        <Form {...form.props}>
          <Field
            label="Email address"
            type="email"
            autoComplete="username"
            inputMode="email"
            hint="We mail a link to it with which you choose a new password."
            {...form.field('email')}
          />
          <Button type="submit" look="primary" className="w-full">
            Send link
          </Button>
        </Form>
      )}
      <p className="mt-5">
        <Link className="link touch" href="/sign-in">
          Back to sign in
        </Link>
      </p>
    </>
  );
}
