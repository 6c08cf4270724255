/** Control calls under /sandbox: what tests and demonstrations do that no client of Xero can. README.md lists them. */
import { type Answer, type Call, jsonAnswer, Refused } from '../http/message.ts';
import type { World } from '../world.ts';
import { accessCalls } from './access.ts';
import { HumanError } from './human.ts';
import { bookCalls } from './organisations.ts';
import { type ControlCall, ControlError } from './request.ts';
import { runCalls } from './run.ts';

/** A dump is sent in pieces. */
export interface Streamed {
  stream: Iterable<string>;
}

/** Answers a control call. */
export async function controlCall(world: World, call: Call): Promise<Answer | Streamed> {
  try {
    const control = read(call);
    const result = runCalls(world, control) ?? accessCalls(world, control) ?? bookCalls(world, control);
    if (result === null) return jsonAnswer(404, { error: `there is no ${call.method} ${call.path}` });
    if (result instanceof Object && 'stream' in result) return result as Streamed;
    return jsonAnswer(control.status, result);
  } catch (error) {
    if (error instanceof ControlError) return jsonAnswer(error.status, { error: error.message });
    if (error instanceof Refused) return { ...error.answer, status: 400 };
    if (error instanceof HumanError || error instanceof Error)
      return jsonAnswer(400, { error: error.message });
    throw error;
  }
}

function read(call: Call): ControlCall {
  const parts = call.path
    .split('/')
    .filter((part) => part !== '')
    .slice(1)
    .map(decodeURIComponent);
  let body: unknown = {};
  if (call.body.length > 0) {
    try {
      body = JSON.parse(call.body.toString('utf8'));
    } catch {
      throw new ControlError(400, 'the body is not JSON');
    }
  }
  return { method: call.method, parts, query: call.query, body, status: 200 };
}
