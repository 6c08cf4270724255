/** What a column of a till's export can mean to us. */
export const fields = [
  'receiptId',
  'version',
  'outlet',
  'register',
  'date',
  'time',
  'kind',
  'total',
  'tax',
  'taxCode',
  'payment',
  'paymentAmount',
  'payment2',
  'payment2Amount',
  'product',
  'category',
  'quantity',
  'unitPrice',
  'customer',
] as const;
export type Field = (typeof fields)[number];

export const amountFields = [
  'total',
  'tax',
  'paymentAmount',
  'payment2Amount',
  'quantity',
  'unitPrice',
] as const satisfies readonly Field[];

type Meaning = {
  label: string;
  /** What the column must hold for a guess to be made. */
  holds: 'text' | 'number' | 'date' | 'time';
  /** Heads as they occur in exports, normalised (see `normalHead`), the most telling first. */
  heads: readonly string[];
};

const list = (text: string) => text.split('|');

/** Our fields with the heads under which tills export them, in English, German, French, Spanish, Italian and Dutch. */
export const meanings: Record<Field, Meaning> = {
  receiptId: {
    label: 'Receipt number',
    holds: 'text',
    heads: list(
      'receipt id|receipt number|receipt no|receipt|receipt nr|invoice id|invoice number|invoice no|invoice|transaction id|transaction number|transaction no|sale id|sale number|sale no|order id|order number|order no|order name|ticket id|ticket number|ticket no|ticket|bill number|bill no|document number|id|belegnummer|belegnr|beleg nr|bonnummer|bon nr|bonnr|rechnungsnummer|numero de ticket|numero de facture|n ticket|no ticket|numero de recibo|numero ticket|numero scontrino|scontrino|bonnummer|kassabon',
    ),
  },
  version: { label: 'Version', holds: 'number', heads: list('version|revision|receipt version') },
  outlet: {
    label: 'Outlet',
    holds: 'text',
    heads: list(
      'outlet|outlet id|outlet name|store|store id|store name|shop|shop id|shop name|branch|branch id|branch name|location|location name|location id|site|filiale|standort|magasin|boutique|tienda|sucursal|negozio|punto vendita|winkel|vestiging|city',
    ),
  },
  register: {
    label: 'Register',
    holds: 'text',
    heads: list(
      'register|register id|register name|till|till id|terminal|terminal id|device|pos|pos id|kasse|kassennummer|caisse|caja|cassa|kassa',
    ),
  },
  date: {
    label: 'Date (with or without time)',
    holds: 'date',
    heads: list(
      'date|sale date|sales date|transaction date|receipt date|order date|invoice date|business date|date time|datetime|timestamp|created at|created|sold at|closed at|day|datum|belegdatum|verkaufsdatum|date de vente|date heure|fecha|fecha y hora|data|data e ora|datum tijd',
    ),
  },
  time: {
    label: 'Time',
    holds: 'time',
    heads: list('time|sale time|transaction time|receipt time|order time|uhrzeit|zeit|heure|hora|ora|tijd'),
  },
  kind: {
    label: 'Sale or refund',
    holds: 'text',
    heads: list(
      'type|transaction type|receipt type|sale type|record type|event type|is refund|refund|refunded|return|status|belegart|vorgang|type de transaction|tipo|tipo de transaccion|soort',
    ),
  },
  total: {
    label: 'Total',
    holds: 'number',
    heads: list(
      'total|grand total|receipt total|total amount|gross total|total incl tax|total inc tax|total including tax|total inc gst|total incl gst|total incl vat|total inc vat|sale total|sales total|order total|total sales|amount|gross amount|gross sales|gross|net total|line total|amount paid|gesamt|gesamtbetrag|summe|betrag|brutto|bruttobetrag|total ttc|montant ttc|montant|montant total|importe|importe total|totale|importo|totaal|bedrag|totaal incl btw',
    ),
  },
  tax: {
    label: 'Tax amount',
    holds: 'number',
    heads: list(
      'tax|tax amount|total tax|taxes|sales tax|gst|gst amount|vat|vat amount|hst|ust|mwst|mwst betrag|steuer|steuerbetrag|tva|montant tva|iva|importe iva|imposta|btw|btw bedrag',
    ),
  },
  taxCode: {
    label: 'Tax code or rate',
    holds: 'text',
    heads: list(
      'tax code|tax rate|tax name|tax type|vat rate|vat code|gst rate|gst code|tax percent|steuersatz|mwst satz|taux tva|tipo iva|aliquota|aliquota iva|btw tarief',
    ),
  },
  payment: {
    label: 'Payment type',
    holds: 'text',
    heads: list(
      'payment type|payment method|payment|payment name|tender|tender type|tender name|paid by|paid with|method of payment|zahlungsart|zahlart|zahlungsmittel|mode de paiement|moyen de paiement|paiement|forma de pago|metodo de pago|medio de pago|metodo di pagamento|pagamento|betaalwijze|betaalmethode',
    ),
  },
  paymentAmount: {
    label: 'Payment amount',
    holds: 'number',
    heads: list(
      'payment amount|tender amount|paid|paid amount|payment 1 amount|zahlbetrag|montant paye|betaald bedrag',
    ),
  },
  payment2: {
    label: 'Second payment type',
    holds: 'text',
    heads: list(
      'payment 2|payment type 2|payment 2 type|payment method 2|second payment|second payment type|tender 2',
    ),
  },
  payment2Amount: {
    label: 'Second payment amount',
    holds: 'number',
    heads: list('payment 2 amount|payment amount 2|second payment amount|tender 2 amount|tender amount 2'),
  },
  product: {
    label: 'Product or description',
    holds: 'text',
    heads: list(
      'product|product name|item|item name|description|article|article name|sku|product line|details|artikel|artikelname|bezeichnung|produkt|produit|designation|producto|articulo|descripcion|prodotto|articolo|descrizione|omschrijving',
    ),
  },
  category: {
    label: 'Category',
    holds: 'text',
    heads: list(
      'category|product category|department|product group|group|product type|kategorie|warengruppe|categorie|rayon|categoria|categoria prodotto|reparto|productgroep',
    ),
  },
  quantity: {
    label: 'Quantity',
    holds: 'number',
    heads: list('quantity|qty|units|count|items sold|menge|anzahl|quantite|qte|cantidad|quantita|aantal'),
  },
  unitPrice: {
    label: 'Unit price',
    holds: 'number',
    heads: list(
      'unit price|price|item price|price each|single price|einzelpreis|preis|stuckpreis|prix unitaire|prix|precio unitario|precio|prezzo unitario|prezzo|stukprijs|prijs',
    ),
  },
  customer: {
    label: 'Customer',
    holds: 'text',
    heads: list(
      'customer|customer name|client|client name|buyer|kunde|kundenname|nom du client|cliente|nombre del cliente|nome cliente|klant|klantnaam',
    ),
  },
};

/** A head without case, accents and punctuation: "Tax 5%" is "tax 5", "N° Ticket" is "n ticket". */
export function normalHead(head: string): string {
  return head
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The rate in a tax column's head: "5" of "Tax 5%" or "GST (10.0 %)"; null where it names none. */
export function rateInHead(head: string): string | null {
  const match = /(\d{1,2}(?:[.,]\d{1,4})?)\s*%/.exec(head);
  return match ? tidyRate(match[1]!) : null;
}

/** "5.0" and "5,00" are "5". */
export function tidyRate(rate: string): string {
  const text = rate.replace(',', '.');
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
