// What the undo button and its route both check. Nothing of the server may be imported here.
import { z } from 'zod';

export const undoSchema = z.object({ documentId: z.int().min(1, 'Please say which document.') });

export type UndoInput = z.output<typeof undoSchema>;
