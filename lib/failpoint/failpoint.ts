import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type FailpointStep, failpointSteps } from './steps.ts';

/**
 * For crash runs only: FAILPOINTS names a file with orders, one a line, which is read at every step: `intent_noted 3 kill` ends this
 * process with SIGKILL at the third passing of that step, `call_answered 1 hold 1500` keeps it there for 1.5 s. Passings are counted from
 * when the file last changed. Without the variable a step costs one comparison.
 */
const ordersFile = process.env.FAILPOINTS;

/**
 * Marks a step of the conductor that a crash run may end or hold.
 * @throws Error for an order that is none
 */
export async function passes(step: FailpointStep): Promise<void> {
  if (ordersFile === undefined) return;
  for (const order of ordersIn(ordersFile)) {
    if (order.step !== step || ++order.passed !== order.at) continue;
    if (order.holdMs === null) process.kill(process.pid, 'SIGKILL');
    else await pause(order.holdMs);
  }
}

type Order = { step: string; at: number; holdMs: number | null; passed: number };

let known: { text: string; orders: Order[] } = { text: '', orders: [] };

function ordersIn(file: string): Order[] {
  const text = readFileSync(file, 'utf8');
  if (text !== known.text) known = { text, orders: text.split('\n').filter(Boolean).map(orderOf) };
  return known.orders;
}

function orderOf(line: string): Order {
  const [, step = '', at, hold] = /^(\w+) (\d+) (?:kill|hold (\d+))$/.exec(line) ?? [];
  if (!failpointSteps.some((s) => s === step)) throw new Error(`no order for a failpoint: ${line}`);
  return { step, at: Number(at), holdMs: hold === undefined ? null : Number(hold), passed: 0 };
}
