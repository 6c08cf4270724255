import { createHash } from 'node:crypto';
import { Failure } from '@/lib/http/failure';
import { maxFileBytes, tooBigText } from '@/lib/tagrain/file/limits';
import { type ImportOptions, importOptions } from '@/lib/tagrain/file/options';

export type Upload = {
  name: string;
  bytes: Uint8Array;
  sha256: string;
  options: ImportOptions;
  previewSha256: string | null;
};

/** What the multipart form adds to the file: borders, heads and the options. */
const formBytes = 256 * 1024;

const tooBig = () => new Failure(413, 'too_big', tooBigText, 'file');

/**
 * Reads file and options from a form. A body that is too big is refused by what it says of its length, and one that lies about
 * it as soon as it has sent too much.
 * @throws Failure
 */
export async function readUpload(request: Request): Promise<Upload> {
  const type = request.headers.get('content-type') ?? '';
  if (!type.startsWith('multipart/form-data'))
    throw new Failure(400, 'not_a_form', 'The request is not a form with a file.');
  if (Number(request.headers.get('content-length') ?? 0) > maxFileBytes + formBytes) throw tooBig();
  if (!request.body) throw new Failure(422, 'no_file', 'Choose a file.', 'file');
  let read = 0;
  const limited = request.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        read += chunk.byteLength;
        if (read > maxFileBytes + formBytes) controller.error(tooBig());
        else controller.enqueue(chunk);
      },
    }),
  );
  const form = await new Response(limited, { headers: { 'content-type': type } })
    .formData()
    .catch((error: unknown) => {
      throw read > maxFileBytes + formBytes
        ? tooBig()
        : error instanceof Failure
          ? error
          : new Failure(400, 'not_a_form', 'The upload was cut off. Try again.');
    });
  const file = form.get('file');
  if (!(file instanceof File)) throw new Failure(422, 'no_file', 'Choose a file.', 'file');
  if (file.size > maxFileBytes) throw tooBig();
  const bytes = new Uint8Array(await file.arrayBuffer());
  return {
    name: file.name.slice(-200) || 'file',
    bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    options: readOptions(form.get('options')),
    previewSha256: textOf(form.get('previewSha256')),
  };
}

const textOf = (value: FormDataEntryValue | null) =>
  typeof value === 'string' && value !== '' ? value : null;

function readOptions(value: FormDataEntryValue | null): ImportOptions {
  let json: unknown;
  try {
    json = JSON.parse(textOf(value) ?? '{}');
  } catch {
    throw new Failure(400, 'not_json', 'The options are not readable JSON.');
  }
  const result = importOptions.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw new Failure(422, 'invalid', issue.message, issue.path.join('.') || undefined);
}
