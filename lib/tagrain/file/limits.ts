/** A file beyond these is refused at once: it would hold the server's memory and the person's patience for too long. */
export const maxFileBytes = 20 * 1024 * 1024;
export const maxRows = 200_000;

/** What to do with a file that is too big, wherever that is found out. */
export const tooBigText =
  'The file is larger than 20 MB. Split it by month in the till or in a spreadsheet and import the parts one after the other.';

export const tooManyRowsText =
  'The file has more than 200,000 rows. Split it by month in the till or in a spreadsheet and import the parts one after the other.';
