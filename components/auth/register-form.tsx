'use client';

import Link from 'next/link';
import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Form } from '@/components/ui/form';
import { PasswordField } from '@/components/ui/password-field';
import { useJsonForm } from '@/components/ui/use-json-form';
import { businessLabel } from '@/lib/auth/business-label';
import { registrationSchema } from '@/lib/auth/schemas';
import { passwordHint } from './password-hint.ts';

/**
 * A business, an email address and a password. The Tagrain address is worked out from the business's name and shown at
 * once; where it differs, only its first part is typed, never an address.
 * @param tagrainAddress the address with `{business}` where the name goes
 */
export function RegisterForm({ tagrainAddress }: { tagrainAddress: string }) {
  const [isLabelOpen, setLabelOpen] = useState(false);
  const form = useJsonForm({
    schema: registrationSchema,
    url: '/api/register',
    onDone: () => {
      window.location.assign('/sign-in?notice=registered');
      return new Promise(() => {});
    },
  });
  const [businessName, business] = useWatch({ control: form.control, name: ['businessName', 'business'] });
  const label = (isLabelOpen && business?.trim().toLowerCase()) || businessLabel(businessName ?? '');
  const address = (
    <span className="flex flex-wrap items-baseline gap-x-2">
      <span>
        Your Tagrain address:{' '}
        <span className={label ? 'font-medium text-ink' : undefined}>
          {tagrainAddress.replaceAll('{business}', label || '…')}
        </span>
      </span>
      {!isLabelOpen && (
        <button type="button" className="link touch" onClick={() => setLabelOpen(true)}>
          Change
        </button>
      )}
    </span>
  );
  const password = form.field('password');
  return (
    <>
      <Form {...form.props}>
        <Field
          label="Business name"
          autoComplete="organization"
          hint={address}
          {...form.field('businessName')}
        />
        {isLabelOpen && (
          <Field
            label="Name in the Tagrain address"
            optional
            autoCapitalize="none"
            autoFocus
            spellCheck={false}
            hint="As in the address that you open Tagrain with, only the part before the first dot."
            {...form.field('business')}
          />
        )}
        <Field
          label="Email address"
          type="email"
          autoComplete="username"
          inputMode="email"
          {...form.field('email')}
        />
        <PasswordField
          label="Password"
          autoComplete="new-password"
          hint={passwordHint(password.error, 'Several words in a row are good.')}
          {...password}
        />
        <Button type="submit" look="primary" className="w-full">
          Register
        </Button>
      </Form>
      <p className="mt-5">
        You have an account?{' '}
        <Link className="link touch" href="/sign-in">
          Sign in
        </Link>
      </p>
    </>
  );
}
