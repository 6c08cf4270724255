/** Waits for work, and at least so long, so that how long it took tells nothing of what was found. Failures wait too. */
export async function notFasterThan<T>(leastMs: number, work: Promise<T>): Promise<T> {
  const [outcome] = await Promise.allSettled([work, new Promise((resolve) => setTimeout(resolve, leastMs))]);
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}
