import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SignInForm } from '@/components/auth/sign-in-form';
import { Alert } from '@/components/ui/alert';
import { safeFrom } from '@/lib/auth/from';
import { currentPerson } from '@/lib/auth/session';

export const metadata: Metadata = { title: 'Sign in' };

// Said to everyone who registers, whether the address was new or not.
const notices: Record<string, string> = {
  registered:
    'Your account is ready. Sign in with your email address and password. If you had registered before, your earlier password still holds.',
  'password-changed': 'Your password was changed. Sign in with the new one.',
  'signed-out': 'You have signed out.',
};

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const { from, notice } = await searchParams;
  const goTo = safeFrom(from);
  if (await currentPerson()) redirect(goTo);
  const text = typeof notice === 'string' ? notices[notice] : undefined;
  return (
    <>
      <h1 className="mb-5 text-xl font-semibold tracking-tight">OneEnterprise Sign In</h1>
      {text && (
        <div className="mb-5">
          <Alert kind="success">{text}</Alert>
        </div>
      )}
      <SignInForm goTo={goTo} />
    </>
  );
}
