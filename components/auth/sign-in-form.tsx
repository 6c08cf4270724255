'use client';

import Link from 'next/link';
import { signIn } from 'next-auth/react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Form } from '@/components/ui/form';
import { PasswordField } from '@/components/ui/password-field';
import type { PostOutcome } from '@/components/ui/post-json';
import { useJsonForm } from '@/components/ui/use-json-form';
import { signInSchema } from '@/lib/auth/schemas';

const problem = (code: string, message: string): PostOutcome => ({ ok: false, problem: { code, message } });

/** Signing in goes through next-auth, whose answers are turned into those of our own routes here. */
async function send({ email, password }: { email: string; password: string }): Promise<PostOutcome> {
  const result = await signIn('credentials', { email, password, redirect: false }).catch(() => undefined);
  if (result?.ok) return { ok: true, answer: {} };
  if (result?.error === 'CredentialsSignin') {
    return problem('wrong', 'This email address and password do not go together. Please check both.');
  }
  // Sentences of ours have spaces; next-auth's own codes have none and tell a reader nothing.
  const ours = result?.error?.includes(' ') ? result.error : undefined;
  return problem('failed', ours ?? 'Signing in did not work. Please try again in a minute.');
}

/** E-mail address and password; on success the whole page is loaded anew, with the session. */
export function SignInForm({ goTo }: { goTo: string }) {
  const form = useJsonForm({
    schema: signInSchema,
    url: send,
    onDone: () => {
      window.location.assign(goTo);
      // Busy until the browser has left.
      return new Promise(() => {});
    },
  });
  return (
    <>
      <Form {...form.props}>
        <Field
          label="Email address"
          type="email"
          autoComplete="username"
          inputMode="email"
          {...form.field('email')}
        />
        <PasswordField label="Password" autoComplete="current-password" {...form.field('password')} />
        <Button type="submit" look="primary" className="w-full">
          Login
        </Button>
      </Form>
      <div className="mt-5 grid gap-1.5">
        <p>
          Don't have an account.{' '}
          <Link className="link touch" href="/register">
            Register
          </Link>
        </p>
        <p>
          <Link className="link touch" href="/forgot-password">
            Forgot your password?
          </Link>
        </p>
      </div>
    </>
  );
}
