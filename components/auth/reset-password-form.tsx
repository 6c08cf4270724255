'use client';

import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { Form } from '@/components/ui/form';
import { PasswordField } from '@/components/ui/password-field';
import { postJson } from '@/components/ui/post-json';
import { useJsonForm } from '@/components/ui/use-json-form';
import { newPasswordSchema } from '@/lib/auth/schemas';
import { passwordHint } from './password-hint.ts';

const passwordSchema = newPasswordSchema.pick({ password: true });

/** Sets a new password with the token of a mailed link, then goes to sign in. */
export function ResetPasswordForm({ token }: { token: string }) {
  const form = useJsonForm({
    schema: passwordSchema,
    url: (input) => postJson('/api/password/reset', { ...input, token }),
    onDone: () => {
      window.location.assign('/sign-in?notice=password-changed');
      return new Promise(() => {});
    },
  });
  const password = form.field('password');
  return (
    <>
      <Form {...form.props}>
        <PasswordField
          label="New password"
          autoComplete="new-password"
          hint={passwordHint(password.error, 'You will be signed out everywhere.')}
          {...password}
        />
        <Button type="submit" look="primary" className="w-full">
          Change password
        </Button>
      </Form>
      <p className="mt-5">
        <Link className="link touch" href="/forgot-password">
          Ask for a new link
        </Link>
      </p>
    </>
  );
}
