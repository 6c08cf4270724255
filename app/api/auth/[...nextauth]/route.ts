import { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { authOptions } from '@/lib/auth/options';
import { boundedText } from '@/lib/http/bounded-json';
import { Failure } from '@/lib/http/failure';

type Context = { params: Promise<{ nextauth: string[] }> };

// The settings are read per request, not while the portal is built.
const handler = (request: NextRequest, context: Context) => NextAuth(request, context, authOptions());

/** next-auth reads whatever is sent to it, so it is given what has been counted. */
async function post(request: NextRequest, context: Context): Promise<Response> {
  try {
    const { url, method, headers } = request;
    const body = await boundedText(request);
    return await handler(new NextRequest(url, { method, headers, body }), context);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return Response.json({ message: error.message }, { status: error.status });
  }
}

export { handler as GET, post as POST };
