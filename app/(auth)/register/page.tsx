import type { Metadata } from 'next';
import { connection } from 'next/server';
import { RegisterForm } from '@/components/auth/register-form';
import { tagrainUrl } from '@/lib/env';

export const metadata: Metadata = { title: 'Register' };

export default async function RegisterPage() {
  // The address depends on where this runs, not on where it was built.
  await connection();
  return (
    <>
      <h1 className="mb-5 text-xl font-semibold tracking-tight">Register</h1>
      <RegisterForm tagrainAddress={tagrainUrl('{business}')} />
    </>
  );
}
