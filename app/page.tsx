import { redirect } from 'next/navigation';
import { currentPerson } from '@/lib/auth/session';

export default async function StartPage() {
  redirect((await currentPerson()) ? '/dashboard' : '/sign-in');
}
