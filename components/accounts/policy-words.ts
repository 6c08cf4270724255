import type { LateItems } from '@/lib/accounting/late';
import type { PostingPolicy } from '@/lib/accounting/posting-policy';

export const wayWords: Record<PostingPolicy['way'], string> = {
  each_sale: 'Each sale its own invoice',
  summary_per_shift: 'One summary per register and shift',
  summary_per_day: 'One summary per outlet and business day',
};

export const lateWords: Record<LateItems, string> = {
  hold: 'Hold them until the lock date is moved',
  first_open_day: 'Post them on the first open day, with the true date in the reference',
};

export const statusWords: Record<PostingPolicy['status'], string> = {
  AUTHORISED: 'Approved at once',
  DRAFT: 'As drafts; payments wait until you approve them in Xero',
};

export const detailWords: Record<PostingPolicy['lineDetail'], string> = {
  line: 'Every line of the receipt',
  product: 'Summed per product',
  category: 'Summed per category',
  account: 'Summed per account',
};
