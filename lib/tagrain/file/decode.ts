import { FileRefused } from './refused.ts';

/** `auto`: UTF-8, or UTF-16 by its mark. Windows-1252 fits any bytes, so it is only ever a person's explicit choice. */
export type Encoding = 'auto' | 'windows-1252';

/** The characters of 0x80 to 0x9F in Windows-1252; below and above it is Latin-1. Not every runtime's decoder knows them. */
const windows1252High = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function fromWindows1252(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return text.replace(/[\u0080-\u009f]/g, (c) => windows1252High[c.charCodeAt(0) - 0x80]!);
}

const startsWith = (bytes: Uint8Array, ...start: number[]) => start.every((b, i) => bytes[i] === b);

const notText = (what: string) =>
  new FileRefused(
    'not_text',
    `This is ${what}, not a CSV or JSON file. Save it as CSV (UTF-8) and choose that file.`,
  );

/** Refuses by its first bytes what people choose by mistake, with the name of the thing. */
function refuseOtherThings(bytes: Uint8Array): void {
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) throw notText('a spreadsheet workbook or a ZIP archive');
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) throw notText('an old spreadsheet workbook');
  if (startsWith(bytes, 0x25, 0x50, 0x44, 0x46)) throw notText('a PDF');
  if (startsWith(bytes, 0x1f, 0x8b)) throw notText('a compressed file');
}

/** Name of the encoding in which the file will be read, for the screen. */
export function encodingOf(
  bytes: Uint8Array,
  choice: Encoding,
): 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' {
  if (startsWith(bytes, 0xff, 0xfe)) return 'utf-16le';
  if (startsWith(bytes, 0xfe, 0xff)) return 'utf-16be';
  return choice === 'auto' || startsWith(bytes, 0xef, 0xbb, 0xbf) ? 'utf-8' : 'windows-1252';
}

const pieceBytes = 64 * 1024;

/**
 * The text of a file, piece by piece, so that bytes and text are never both held whole. A wrong byte is never replaced by a
 * question mark: customers' names and the heads would be silently spoilt.
 * @throws FileRefused
 */
export function* decodePieces(bytes: Uint8Array, choice: Encoding): Generator<string> {
  refuseOtherThings(bytes);
  const encoding = encodingOf(bytes, choice);
  const decoder = encoding === 'windows-1252' ? null : new TextDecoder(encoding, { fatal: true });
  let line = 1;
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const piece = bytes.subarray(at, at + pieceBytes);
    const last = at + pieceBytes >= bytes.length;
    let text: string;
    try {
      text = decoder ? decoder.decode(piece, { stream: !last }) : fromWindows1252(piece);
    } catch {
      throw wrongBytes(encoding, line + linesBeforeWrongByte(piece, encoding));
    }
    if (text.includes('\u0000')) {
      throw notText('not readable as text (it holds zero bytes)');
    }
    line += text.split('\n').length - 1;
    if (text) yield text;
  }
}

function wrongBytes(encoding: string, line: number): FileRefused {
  return encoding === 'utf-8'
    ? new FileRefused(
        'wrong_encoding',
        `Line ${line} is not UTF-8. Export the file as UTF-8; or, if it comes from an older Windows program, choose “Read as Windows-1252” and check the names in the preview.`,
        line,
      )
    : new FileRefused(
        'wrong_encoding',
        `The file says that it is ${encoding.toUpperCase()}, but line ${line} is not. Export it as UTF-8.`,
        line,
      );
}

function linesBeforeWrongByte(piece: Uint8Array, encoding: string): number {
  if (encoding !== 'utf-8') return 0;
  let lines = 0;
  let start = 0;
  // The first line of a piece may begin within a character; its continuation bytes are not the fault that is looked for.
  while (start < 3 && (piece[start]! & 0xc0) === 0x80) start += 1;
  for (let end = piece.indexOf(10, start); end >= 0; end = piece.indexOf(10, start)) {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(piece.subarray(start, end));
    } catch {
      return lines;
    }
    lines += 1;
    start = end + 1;
  }
  return lines;
}
