/** Takes requests off the wire, lets the faults happen, and sends the answers. */
import { appendFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { internalError } from '../api/errors.ts';
import { type Caller, commonHeaders, dayLimit, identify, perform, tooLarge } from '../api/gateway.ts';
import { API_ROOT } from '../api/routes.ts';
import { controlCall } from '../control/control.ts';
import { unauthorised } from '../identity/connect.ts';
import { nowherePage, webPages } from '../web/pages.ts';
import type { World } from '../world.ts';
import type { Fault, FaultKind } from './faults.ts';
import { type Answer, answer, type Call, callOf, HTML_TYPE, readBody, TooLarge } from './message.ts';

/** Beyond this nobody but the accounting API takes a body. */
const PAGE_BODY_BYTES = 1024 * 1024;

export function listener(world: World, recordFile: string | null) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    serve(world, recordFile, request, response).catch((error: unknown) => {
      console.error('xero sandbox:', request.method, request.url, error);
      if (!response.headersSent) send(response, internalError());
      else response.destroy();
    });
  };
}

async function serve(
  world: World,
  recordFile: string | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (request.url ?? '').toLowerCase();
  if (path.startsWith(API_ROOT)) {
    await serveApi(world, recordFile, request, response);
    return;
  }
  const call = callOf(request, await readBody(request, PAGE_BODY_BYTES));
  if (call.path.startsWith('/sandbox/')) {
    const result = await controlCall(world, call);
    world.store.flush();
    if ('stream' in result) {
      response.writeHead(200, { 'content-type': 'application/x-ndjson; charset=utf-8' });
      await pipeline(Readable.from(result.stream), response);
    } else {
      send(response, result);
    }
    return;
  }
  if (isSignOn(call)) {
    await serveSignOn(world, call, response);
    return;
  }
  if (call.path === '/favicon.ico') {
    send(response, { status: 204, headers: {}, body: '' });
    return;
  }
  const page = webPages(world, call);
  world.store.flush();
  send(response, page ?? answer(404, HTML_TYPE, nowherePage()));
}

const isSignOn = (call: Call): boolean =>
  /^\/(connect\/(token|revocation)|connections(\/.*)?)$/i.test(call.path);

/** Token, revocation and connections: faults yes, limits and their headers no. */
async function serveSignOn(world: World, call: Call, response: ServerResponse): Promise<void> {
  const faults = world.faults.take(call);
  const path = call.path.toLowerCase();
  const handle = (): Answer => {
    try {
      if (path.startsWith('/connections')) return world.connect.connections(call);
      if (call.method !== 'POST') return { status: 405, headers: { allow: 'POST' }, body: '' };
      return path === '/connect/token' ? world.connect.token(call) : world.connect.revocation(call);
    } finally {
      world.store.flush();
    }
  };
  const result = await aroundEffect(world, faults, null)(handle);
  log(world, call, result.status, null, faults);
  await deliver(response, result, faults);
}

async function serveApi(
  world: World,
  recordFile: string | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const identified = identify(world, request.headers);
  if ('status' in identified) {
    const call = callOf(
      request,
      await readBody(request, world.settings.maxBodyBytes).catch(() => Buffer.alloc(0)),
    );
    log(world, call, identified.status, null, []);
    send(response, identified);
    return;
  }
  const caller = identified;
  const { clientId } = caller.app;
  const tooMany = world.limits.begin(clientId, caller.organisationId, dayLimit(world, caller.app));
  try {
    const body = await readBody(request, world.settings.maxBodyBytes).catch((error: unknown) => {
      if (error instanceof TooLarge) return null;
      throw error;
    });
    const call = callOf(request, body ?? Buffer.alloc(0));
    const faults = world.faults.take(call);
    const result = await answerApi(
      world,
      caller,
      call,
      tooMany ? world.limits.refusal(tooMany) : null,
      body,
      faults,
    );
    result.headers = { ...commonHeaders(world, caller), ...result.headers };
    log(world, call, result.status, caller, faults);
    if (recordFile !== null) record(recordFile, call, result);
    await deliver(response, result, faults);
  } finally {
    if (tooMany === null) world.limits.end(clientId, caller.organisationId);
  }
}

async function answerApi(
  world: World,
  caller: Caller,
  call: Call,
  limited: Answer | null,
  body: Buffer | null,
  faults: Fault[],
): Promise<Answer> {
  if (limited) return limited;
  if (body === null) return tooLarge();
  const kinds = new Set(faults.map((fault) => fault.kind));
  const limit = kinds.has('rate429Minute') ? 'minute' : kinds.has('rate429Day') ? 'day' : null;
  if (limit) {
    const refusal = world.limits.refusal(limit);
    const ms = faults.reduce((sum, fault) => sum + fault.ms, 0);
    if (ms > 0) refusal.headers['retry-after'] = String(Math.ceil(ms / 1000));
    return refusal;
  }
  if (kinds.has('tokensRevoked')) {
    world.register.revokeAll(caller.app.clientId, caller.grant.userId, false);
    world.store.flush();
    return unauthorised();
  }
  if (kinds.has('disconnected')) {
    const connection = world.register.connection(caller.app.clientId, caller.organisationId);
    if (connection) world.register.disconnect(connection);
    world.store.flush();
    return identify(world, call.headers) as Answer;
  }
  // A copy: the stored answer of a key is sent again with headers of its own.
  return { ...(await perform(world, caller, call, aroundEffect(world, faults, kinds))) };
}

/** The faults that stand around an effect: delays, and errors with and without it. */
function aroundEffect(world: World, faults: Fault[], known: Set<FaultKind> | null) {
  const kinds = known ?? new Set(faults.map((fault) => fault.kind));
  const wait = (kind: FaultKind): Promise<void> => {
    const ms = faults.filter((fault) => fault.kind === kind).reduce((sum, fault) => sum + fault.ms, 0);
    return ms === 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));
  };
  if (kinds.has('idempotencyForgotten')) world.idempotency.clear();
  return async (effect: () => Answer): Promise<Answer> => {
    await wait('delayBefore');
    if (kinds.has('refuseConnection')) return internalError();
    if (kinds.has('error503')) {
      return answer(503, HTML_TYPE, 'The Xero API is currently offline for maintenance');
    }
    if (kinds.has('error500Before')) return internalError();
    const result = effect();
    await wait('delayAfter');
    return kinds.has('error500After') ? internalError() : result;
  };
}

/** Sends an answer, or destroys the connection where a fault says so. */
async function deliver(response: ServerResponse, result: Answer, faults: Fault[]): Promise<void> {
  const kinds = new Set(faults.map((fault) => fault.kind));
  if (kinds.has('answerLost') || kinds.has('refuseConnection')) {
    response.destroy();
    return;
  }
  if (!kinds.has('resetMidBody')) {
    send(response, result);
    return;
  }
  const whole = Buffer.from(result.body);
  response.writeHead(result.status, {
    ...result.headers,
    'content-length': String(Math.max(whole.length, 2)),
  });
  await new Promise<void>((resolve) => response.write(whole.subarray(0, whole.length / 2), () => resolve()));
  // What was written is on its way; a reset right behind it would take it back.
  await new Promise((resolve) => setTimeout(resolve, 20));
  response.socket?.resetAndDestroy();
}

function send(response: ServerResponse, result: Answer): void {
  const body = Buffer.from(result.body, 'utf8');
  const headers =
    result.status === 204 ? result.headers : { ...result.headers, 'content-length': String(body.length) };
  response.writeHead(result.status, headers);
  response.end(body);
}

function log(world: World, call: Call, status: number, caller: Caller | null, faults: Fault[]): void {
  world.calls.add({
    at: new Date(world.clock.now()).toISOString(),
    method: call.method,
    path: call.path,
    status,
    clientId: caller?.app.clientId ?? null,
    organisationId: caller?.organisationId ?? null,
    faults: faults.map((fault) => fault.kind),
  });
}

function record(file: string, call: Call, result: Answer): void {
  const text = call.body.toString('utf8');
  const exchange = {
    method: call.method,
    path: call.path,
    query: String(call.query),
    request: text,
    status: result.status,
    response: result.body,
  };
  appendFileSync(file, `${JSON.stringify(exchange)}\n`);
}
