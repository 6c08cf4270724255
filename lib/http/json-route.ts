import type { z } from 'zod';
import { type Member, memberOf, type SignedIn, signedIn } from '@/lib/auth/session';
import { env } from '@/lib/env';
import { forLog } from '@/lib/log/for-log';
import { boundedJson } from './bounded-json.ts';
import { Failure } from './failure.ts';

type Answer = Record<string, unknown>;

/** What every JSON route of the portal does around its one call: same origin, JSON body, schema, failures as sentences. */
async function answer(request: Request, run: () => Promise<Answer | Response>): Promise<Response> {
  try {
    if (request.method !== 'GET') requireSameOrigin(request);
    const result = await run();
    return result instanceof Response ? result : Response.json({ ok: true, ...result });
  } catch (error) {
    if (error instanceof Failure) {
      const { status, code, message, field } = error;
      return Response.json({ ok: false, error: { code, message, field } }, { status });
    }
    console.error(
      JSON.stringify({ level: 'error', at: new URL(request.url).pathname, error: forLog(error) }),
    );
    return Response.json(
      {
        ok: false,
        error: {
          code: 'internal',
          message: 'Something went wrong on our side. Please try again in a minute.',
        },
      },
      { status: 500 },
    );
  }
}

/** A browser says where a request comes from; another site's page must not act in a retailer's name. */
function requireSameOrigin(request: Request): void {
  const origin = request.headers.get('origin');
  if (origin !== null && origin !== new URL(env().NEXTAUTH_URL).origin) {
    throw new Failure(
      403,
      'foreign_origin',
      'This request came from another site. Open the portal and try again there.',
    );
  }
}

async function parse<S extends z.ZodType>(request: Request, schema: S): Promise<z.output<S>> {
  if (!(request.headers.get('content-type') ?? '').startsWith('application/json')) {
    throw new Failure(400, 'not_json', 'The request is not JSON.');
  }
  const result = schema.safeParse(await boundedJson(request));
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw new Failure(422, 'invalid', issue.message, issue.path.join('.') || undefined);
}

/** A POST open to everyone (register, forgotten password). */
export function openRoute<S extends z.ZodType>(
  schema: S,
  act: (input: z.output<S>, request: Request) => Promise<Answer>,
) {
  return (request: Request) => answer(request, async () => act(await parse(request, schema), request));
}

/** A POST of someone who has signed in. */
export function personRoute<S extends z.ZodType>(
  schema: S,
  act: (input: z.output<S>, who: SignedIn, request: Request) => Promise<Answer>,
) {
  return (request: Request) =>
    answer(request, async () => {
      const who = await signedIn();
      return act(await parse(request, schema), who, request);
    });
}

/** A GET of someone who has signed in. Reading never writes. */
export function personReadRoute(act: (who: SignedIn) => Promise<Answer>) {
  return (request: Request) => answer(request, async () => act(await signedIn()));
}

type SolutionContext = { params: Promise<{ solutionId: string }> };

/** A POST about one solution (`/api/solutions/[solutionId]/…`), by a member of its retailer. */
export function solutionRoute<S extends z.ZodType>(
  schema: S,
  act: (input: z.output<S>, member: Member, request: Request) => Promise<Answer | Response>,
) {
  return (request: Request, context: SolutionContext) =>
    answer(request, async () => {
      const member = await memberOf((await context.params).solutionId);
      return act(await parse(request, schema), member, request);
    });
}

/** A GET about one solution, by a member of its retailer. Reading never writes. */
export function solutionReadRoute(act: (member: Member, request: Request) => Promise<Answer | Response>) {
  return (request: Request, context: SolutionContext) =>
    answer(request, async () => act(await memberOf((await context.params).solutionId), request));
}

/** A POST about one solution whose body is a file, read by the handler itself. */
export function solutionFileRoute(act: (member: Member, request: Request) => Promise<Answer | Response>) {
  return (request: Request, context: SolutionContext) =>
    answer(request, async () => act(await memberOf((await context.params).solutionId), request));
}
