/** Why a whole file cannot be read. `codes` that the screen offers a way out for are told apart by name. */
export type FileRefusalCode =
  | 'empty_file'
  | 'wrong_encoding'
  | 'not_text'
  | 'not_csv'
  | 'not_json'
  | 'too_many_rows'
  | 'too_big'
  | 'one_column';

/** The file as a whole is refused. Thrown from deep inside a stream, turned into a value where reading began. */
export class FileRefused extends Error {
  constructor(
    readonly code: FileRefusalCode,
    message: string,
    readonly line?: number,
  ) {
    super(message);
  }
}
