/** Whole answers as they were published or recorded. Ids and times differ from call to call and are left out. */
export interface GoldenBody {
  source: string;
  status: number;
  /** What the body must have among its fields. */
  body?: Record<string, unknown>;
  text?: string;
  contentType?: string;
}

const problem = (Title: string, Status: number, Detail: string) => ({ Type: null, Title, Status, Detail });

const validation = (...elements: unknown[]) => ({
  ErrorNumber: 10,
  Type: 'ValidationException',
  Message: 'A validation exception occurred',
  Elements: elements,
});

const errors = (...texts: string[]) => texts.map((Message) => ({ Message }));

export const ZEROS = '00000000-0000-0000-0000-000000000000';

export const goldenBodies = {
  'OAUTH-ERR-INVALID-GRANT': {
    source: 'developer.xero.com, OAuth troubleshooting',
    status: 400,
    body: { error: 'invalid_grant' },
  },
  'HTTP-403-TENANT': {
    source: 'developer.xero.com, OAuth troubleshooting',
    status: 403,
    body: problem('Forbidden', 403, 'AuthenticationUnsuccessful'),
  },
  'HTTP-401-SCOPE': {
    source: 'XeroAPI/Xero-NetStandard issue 298',
    status: 401,
    body: problem('Unauthorized', 401, 'AuthorizationUnsuccessful'),
  },
  'HTTP-401-EXPIRED': {
    source: 'waynerobinson/xeroizer expired_oauth2_token.json; freakboy3742/pyxero test_exceptions.py',
    status: 401,
    body: problem('Unauthorized', 401, 'TokenExpired: token expired at 01/01/2027 00:30:00'),
    contentType: 'application/json; charset=utf-8',
  },
  'HTTP-401-BAD-TOKEN': {
    source: 'waynerobinson/xeroizer invalid_oauth2_request_token.json',
    status: 401,
    body: { Title: 'Unauthorized', Status: 401, Detail: 'AuthenticationUnsuccessful' },
  },
  'HTTP-404': {
    source: 'freakboy3742/pyxero test_exceptions.py',
    status: 404,
    text: "The resource you're looking for cannot be found",
    contentType: 'text/html; charset=utf-8',
  },
  'HTTP-501': {
    source: 'freakboy3742/pyxero mock_data.py',
    status: 501,
    body: {
      ErrorNumber: 20,
      Type: 'ApiMethodNotImplementedException',
      Message: 'The Api Method called is not implemented',
    },
  },
  'HTTP-400-POSTDATA': {
    source: 'two client libraries',
    status: 400,
    body: {
      ErrorNumber: 14,
      Type: 'PostDataInvalidException',
      Message:
        "Error converting value \"NO_TAX\" to type 'Xero.API.Library..LineAmountType'. Path 'ManualJournals[0].LineAmountTypes'.",
    },
  },
  'HTTP-400-POSTDATA date': {
    source: 'two client libraries',
    status: 400,
    body: {
      ErrorNumber: 14,
      Type: 'PostDataInvalidException',
      Message: "The string '20100510' is not a valid AllXsd value.",
    },
  },
  'HTTP-400-VALIDATION-XML': {
    source: 'freakboy3742/pyxero mock_data.py (the same fields in XML)',
    status: 400,
    body: validation({
      ValidationErrors: errors(
        'One or more line items must be specified',
        'Invoice not of valid status for creation',
        'A Contact must be specified for this type of transaction',
      ),
      InvoiceID: ZEROS,
      SubTotal: 18,
      TotalTax: 1.05,
      Total: 19.05,
      CurrencyCode: 'AUD',
      LineItems: [],
    }),
  },
  'HTTP-400-MINIMUM': {
    source: 'XeroAPI/XeroAPI-Schemas issue 13',
    status: 400,
    body: validation({
      ValidationErrors: errors(
        'One or more line items must be specified',
        'Invoice Type must be specified',
        'A Contact must be specified for this type of transaction',
      ),
      Status: 'DRAFT',
      LineAmountTypes: 'Exclusive',
      SubTotal: 0,
      TotalTax: 0,
      Total: 0,
      CurrencyCode: 'USD',
      InvoiceID: ZEROS,
    }),
  },
  'ERR-RUBY-400-HEADERS': {
    source: 'XeroAPI/xero-ruby api_error_spec.rb',
    status: 400,
    body: validation({
      ValidationErrors: errors(
        'The TaxType code NONE does not exist or cannot be used for this type of transaction.',
      ),
      Warnings: errors("Account code '600' has been removed as it does not match a recognised account."),
    }),
    contentType: 'application/json; charset=utf-8',
  },
  'ERR-CONTACT-NAME': {
    source: 'Xero-OpenAPI, PUT /Contacts',
    status: 400,
    body: validation({
      HasValidationErrors: true,
      ValidationErrors: errors(
        'The contact name Buzz is already assigned to another contact. The contact name must be unique across all active contacts.',
      ),
    }),
  },
  'OA-400-CONTACTS': {
    source: 'Xero-OpenAPI, PUT /Contacts',
    status: 400,
    body: validation({
      ContactID: ZEROS,
      AccountNumber: '12345-ABCD',
      Name: 'Buzz',
      HasValidationErrors: true,
    }),
  },
  'OA-400-ACCOUNTS': {
    source: 'Xero-OpenAPI, PUT /Accounts',
    status: 400,
    body: validation({
      AccountID: ZEROS,
      Code: '123456',
      Name: 'Foobar',
      Type: 'EXPENSE',
      Description: 'Hello World',
      ValidationErrors: errors('Please enter a unique Name.'),
    }),
  },
} as const satisfies Record<string, GoldenBody>;
