import { writeJson } from '../base/json.ts';
import { type Answer, answer, HTML_TYPE, JSON_TYPE, Refused } from '../http/message.ts';

/** A request whose JSON cannot be read as what it should be: nothing of it is looked at, nothing written. */
export function postDataInvalid(message: string): Refused {
  return new Refused(
    answer(
      400,
      JSON_TYPE,
      writeJson({ ErrorNumber: 14, Type: 'PostDataInvalidException', Message: message }),
    ),
  );
}

/** A filter or an order that cannot be read is refused, never left out. */
export function queryInvalid(message: string): Refused {
  return new Refused(
    answer(400, JSON_TYPE, writeJson({ ErrorNumber: 16, Type: 'QueryParseException', Message: message })),
  );
}

/** 404 is plain text, not JSON. */
export const notFound = (): Refused =>
  new Refused(answer(404, HTML_TYPE, "The resource you're looking for cannot be found"));

/** A method that the endpoint does not have. */
export const notImplemented = (): Refused =>
  new Refused(
    answer(
      501,
      JSON_TYPE,
      writeJson({
        ErrorNumber: 20,
        Type: 'ApiMethodNotImplementedException',
        Message: 'The Api Method called is not implemented',
      }),
    ),
  );

/** Refusals of a whole call that are not about one element. */
export const validationException = (elements: unknown[]): Answer =>
  answer(
    400,
    JSON_TYPE,
    writeJson({
      ErrorNumber: 10,
      Type: 'ValidationException',
      Message: 'A validation exception occurred',
      Elements: elements,
    }),
  );

export const internalError = (): Answer =>
  answer(
    500,
    HTML_TYPE,
    'An unhandled error with the Xero API occurred. Contact the Xero API team if problems persist.',
  );
