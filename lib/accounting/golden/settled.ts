/** What stays due on a document, and remains of a credit note, once it was paid, credited or allocated. */
export type GoldenSettled = { id: string; source: string; total: string; settled: string[]; left: string };

const openApi = 'XeroAPI/Xero-OpenAPI, xero_accounting.yaml';

export const goldenSettled: GoldenSettled[] = [
  {
    id: 'OA-PAIR-PUT-INVOICES',
    source: `${openApi} /Invoices/put`,
    total: '40.00',
    settled: [],
    left: '40.00',
  },
  {
    ...{ id: 'OA-PAIR-DELETE-PAYMENT', source: `${openApi} /Payments/{PaymentID}/post` },
    ...{ total: '22.00', settled: ['2.00', '-2.00'], left: '22.00' },
  },
  {
    id: 'OA-CN-REFUND',
    source: `${openApi} /CreditNotes/get`,
    total: '34.50',
    settled: ['2.00'],
    left: '32.50',
  },
  { id: 'XR-NET-PARTPAY', source: 'XeroAPI/Xero-Net', total: '450.00', settled: ['398.00'], left: '52.00' },
  {
    ...{ id: 'XR-CN-ALLOC', source: 'XeroAPI/XeroAPI-Schemas, CreditNote.xml' },
    ...{ total: '57.50', settled: ['10.00', '47.50'], left: '0.00' },
  },
  {
    ...{ id: 'XR-AU-CREDITED ORC1014', source: 'waynerobinson/xeroizer, live' },
    ...{ total: '4620.00', settled: ['4235.00', '385.00'], left: '0.00' },
  },
  {
    ...{ id: 'XR-AU-CREDITED ORC1001', source: 'waynerobinson/xeroizer, live' },
    ...{ total: '1496.00', settled: ['1469.60', '26.40'], left: '0.00' },
  },
];

/** Checked cases that are of no total of ours, and why: nothing of shared/golden is passed over in silence. */
export const goldenOfOthers: Record<string, string> = {
  'LIMIT-HEADERS-SEQ': 'counters of calls',
  'OA-PAIR-PUT-BANKTRANSFERS': 'a transfer’s one amount comes back as it was sent',
  'OA-PAIR-ALLOCATION': 'an allocation’s one amount comes back as it was sent',
  'XR-NET-MJ4': 'manual journals, which are never sent',
  'XR-MJ-DEMO-AU': 'manual journals, which are never sent',
};
