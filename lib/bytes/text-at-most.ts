/** What a request or an answer is read from. */
type Body = { headers: Headers; body: ReadableStream<Uint8Array> | null };

/**
 * Reads a body as UTF-8 text, up to a size: one that says it is larger is not begun, one that lies about it is broken off as soon
 * as it has sent too much.
 * @returns null when it is larger
 */
export async function textAtMost({ headers, body }: Body, maximumBytes: number): Promise<string | null> {
  if (body === null) return '';
  if (Number(headers.get('content-length') ?? 0) > maximumBytes) {
    await body.cancel();
    return null;
  }
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let text = '';
  let readBytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    readBytes += value.byteLength;
    if (readBytes > maximumBytes) {
      await reader.cancel();
      return null;
    }
    text += decoder.decode(value, { stream: true });
  }
}
