import type { Metadata } from 'next';
import { ForgotPasswordForm } from '@/components/auth/forgot-password-form';

export const metadata: Metadata = { title: 'Forgotten password' };

export default function ForgotPasswordPage() {
  return (
    <>
      <h1 className="mb-5 text-xl font-semibold tracking-tight">Forgotten password</h1>
      <ForgotPasswordForm />
    </>
  );
}
