import { formatMinor, minorDigits } from '@/lib/money/money';

/** An amount with groups of thousands and a true minus sign, and its currency. */
export function Amount({
  minor,
  currency,
  withCurrency = false,
}: {
  minor: number;
  currency: string;
  withCurrency?: boolean;
}) {
  const [whole, fraction] = formatMinor(Math.abs(minor), minorDigits(currency)).split('.');
  const grouped = whole!.replace(/\B(?=(\d{3})+$)/g, ',');
  return (
    <span className="whitespace-nowrap tabular-nums">
      {minor < 0 && '−'}
      {fraction === undefined ? grouped : `${grouped}.${fraction}`}
      {withCurrency && <span className="text-muted"> {currency}</span>}
    </span>
  );
}
