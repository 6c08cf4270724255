/** How ids begin that are ours, not the till's: of receipts from a file that gives none. */
export const derivedIdStart = 'file-';
