import { freePort } from '../lib/ports.ts';
import { type StandIns, startStandIns, withoutLimits } from '../lib/stand-ins.ts';

/** The stand-ins for Xero and Tagrain on free ports, with nothing kept. */
export async function startTestStandIns(
  xeroSettings: Record<string, unknown> = withoutLimits,
  xeroRecordFile?: string,
): Promise<StandIns> {
  const ports = { xero: await freePort(), till: await freePort() };
  return startStandIns({ ports, dataDir: null, xeroSettings, xeroRecordFile });
}
