import type { Metadata } from 'next';
import { ResetPasswordForm } from '@/components/auth/reset-password-form';
import { Alert } from '@/components/ui/alert';
import { ButtonLink } from '@/components/ui/button';

export const metadata: Metadata = { title: 'New password' };

export default async function ResetPasswordPage({ searchParams }: PageProps<'/reset-password'>) {
  const { token } = await searchParams;
  return (
    <>
      <h1 className="mb-5 text-xl font-semibold tracking-tight">Choose a new password</h1>
      {typeof token === 'string' && token !== '' ? (
        <ResetPasswordForm token={token} />
      ) : (
        <Alert kind="danger" action={<ButtonLink href="/forgot-password">Ask for a new link</ButtonLink>}>
          This link is incomplete. Open it from the mail again, or ask for a new one.
        </Alert>
      )}
    </>
  );
}
