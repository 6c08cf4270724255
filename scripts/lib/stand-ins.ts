import path from 'node:path';
import type { Child } from './children.ts';
import { answersAt, startNode } from './node-process.ts';

/** Xero's limits out of the way, for demonstrations and journeys that are about something else. */
export const withoutLimits = {
  limitsOn: false,
  minuteLimit: 1_000_000,
  appMinuteLimit: 1_000_000,
  dayLimits: { starter: 1_000_000, core: 1_000_000 },
};

export type StandInPorts = { xero: number; till: number; mail?: number; smtp?: number };

export type StandIns = {
  xeroUrl: string;
  tillUrl: string;
  mailUrl: string;
  smtpUrl: string;
  children: Child[];
  stop(): Promise<void>;
};

/**
 * Starts the stand-ins for Xero, Tagrain and (where ports are given) mail, each a process of its own that is spoken to over the
 * network only.
 * @param dataDir where their books are kept; null: nowhere
 */
export async function startStandIns(options: {
  ports: StandInPorts;
  dataDir: string | null;
  portalUrl?: string;
  xeroSettings?: Record<string, unknown>;
  /** Writes every exchange of Xero's accounting interface there. */
  xeroRecordFile?: string;
  /** Makes a till of this name where there is none. */
  business?: string;
}): Promise<StandIns> {
  const { ports, dataDir } = options;
  const data = (name: string) => (dataDir === null ? [] : ['--data', path.join(dataDir, name)]);
  const urlOf = (port: number) => `http://localhost:${port}`;
  const start = (name: string, args: string[], readyUrl: string) =>
    startNode(name, ['--import', 'tsx', ...args], { isReady: answersAt(readyUrl) });
  const xeroUrl = urlOf(ports.xero);
  const tillUrl = urlOf(ports.till);
  const mailUrl = urlOf(ports.mail ?? 0);
  const settings = ['--settings', JSON.stringify(options.xeroSettings ?? {})];
  const record = options.xeroRecordFile ? ['--record', options.xeroRecordFile] : [];
  const starting = [
    start(
      'The stand-in for Xero',
      ['sandbox/xero/main.ts', '--port', String(ports.xero), ...data('xero'), ...settings, ...record],
      `${xeroUrl}/sandbox/health`,
    ),
    start(
      'The stand-in for Tagrain',
      [
        ...['sandbox/tagrain/main.ts', '--port', String(ports.till), ...data('tagrain')],
        ...(options.portalUrl ? ['--portal', options.portalUrl] : []),
        ...(options.business ? ['--business', options.business] : []),
      ],
      `${tillUrl}/sandbox/health`,
    ),
  ];
  if (ports.mail && ports.smtp) {
    const args = ['--smtp-port', String(ports.smtp), '--http-port', String(ports.mail)];
    starting.push(
      start('The mailbox', ['sandbox/mail/main.ts', ...args, ...data('mail')], `${mailUrl}/sandbox/health`),
    );
  }
  const settled = await Promise.allSettled(starting);
  const children = settled.flatMap((s) => (s.status === 'fulfilled' ? [s.value] : []));
  const stop = async () => {
    await Promise.all(children.map((child) => child.stop()));
  };
  const failure = settled.find((s) => s.status === 'rejected');
  if (failure) {
    await stop();
    throw failure.reason;
  }
  return { xeroUrl, tillUrl, mailUrl, smtpUrl: `smtp://localhost:${ports.smtp ?? 0}`, children, stop };
}
