/** Which address and method does what, and which scope it needs. */
import type { Answer } from '../http/message.ts';
import { deleteAccount, getAccount, listAccounts, saveAccounts } from './accounts.ts';
import { createAllocations, deleteAllocation } from './allocations.ts';
import { getBankTransaction, listBankTransactions, saveBankTransactions } from './bank-transactions.ts';
import {
  createBankTransfers,
  deleteBankTransfers,
  getBankTransfer,
  listBankTransfers,
} from './bank-transfers.ts';
import { getContact, listContacts, saveContacts } from './contacts.ts';
import type { Context } from './context.ts';
import { notFound, notImplemented } from './errors.ts';
import { createHistory, getHistory } from './history.ts';
import { getDocument, listDocuments } from './list-documents.ts';
import { getManualJournal, listManualJournals, saveManualJournals } from './manual-journals.ts';
import {
  createTracking,
  createTrackingOptions,
  getOrganisation,
  listCurrencies,
  listItems,
  listTaxRates,
  listTracking,
  saveItems,
} from './organisation.ts';
import { changePayment, createPayments, getPayment, listPayments } from './payments.ts';
import { bankSummary, trialBalance } from './reports.ts';
import { createDocuments, saveDocuments } from './save-documents.ts';

type Handler = (context: Context, id: string, subId: string) => Answer;

interface Endpoint {
  /** Any one of these; for reading, their `.read` forms too. */
  scopes: string[];
  /** By method and shape of the address: "GET", "GET id", "PUT id/Allocations", ... */
  handlers: Record<string, Handler>;
}

const history = (endpoint: string): Record<string, Handler> => ({
  'GET id/history': (context, id) => getHistory(context, endpoint, id),
  'PUT id/history': (context, id) => createHistory(context, endpoint, id),
});

const ENDPOINTS: Record<string, Endpoint> = {
  organisation: { scopes: ['accounting.settings'], handlers: { GET: getOrganisation } },
  accounts: {
    scopes: ['accounting.settings'],
    handlers: {
      GET: listAccounts,
      'GET id': getAccount,
      PUT: (context) => saveAccounts(context, null),
      'POST id': saveAccounts,
      'DELETE id': deleteAccount,
    },
  },
  taxrates: { scopes: ['accounting.settings'], handlers: { GET: listTaxRates } },
  trackingcategories: {
    scopes: ['accounting.settings'],
    handlers: {
      GET: listTracking,
      PUT: createTracking,
      'PUT id/options': (context, id) => {
        const category = context.books.tracking.get(id.toLowerCase());
        if (!category) throw notFound();
        return createTrackingOptions(context, category);
      },
    },
  },
  currencies: { scopes: ['accounting.settings'], handlers: { GET: listCurrencies } },
  items: {
    scopes: ['accounting.invoices', 'accounting.settings'],
    handlers: { GET: listItems, PUT: saveItems, POST: saveItems },
  },
  contacts: {
    scopes: ['accounting.contacts'],
    handlers: {
      GET: listContacts,
      'GET id': getContact,
      PUT: (context) => saveContacts(context, null),
      POST: (context) => saveContacts(context, null),
      'POST id': saveContacts,
      ...history('contacts'),
    },
  },
  invoices: {
    scopes: ['accounting.invoices'],
    handlers: {
      GET: (context) => listDocuments(context, 'invoice'),
      'GET id': (context, id) => getDocument(context, 'invoice', id),
      PUT: (context) => createDocuments(context, 'invoice'),
      POST: (context) => saveDocuments(context, 'invoice', null),
      'POST id': (context, id) => saveDocuments(context, 'invoice', id),
      ...history('invoices'),
    },
  },
  creditnotes: {
    scopes: ['accounting.invoices'],
    handlers: {
      GET: (context) => listDocuments(context, 'creditNote'),
      'GET id': (context, id) => getDocument(context, 'creditNote', id),
      PUT: (context) => createDocuments(context, 'creditNote'),
      POST: (context) => saveDocuments(context, 'creditNote', null),
      'POST id': (context, id) => saveDocuments(context, 'creditNote', id),
      'PUT id/allocations': createAllocations,
      'DELETE id/allocations/id': deleteAllocation,
      ...history('creditnotes'),
    },
  },
  payments: {
    scopes: ['accounting.payments'],
    handlers: {
      GET: listPayments,
      'GET id': getPayment,
      PUT: createPayments,
      POST: createPayments,
      'POST id': changePayment,
      ...history('payments'),
    },
  },
  banktransactions: {
    scopes: ['accounting.banktransactions'],
    handlers: {
      GET: listBankTransactions,
      'GET id': getBankTransaction,
      PUT: (context) => saveBankTransactions(context, null),
      POST: (context) => saveBankTransactions(context, null),
      'POST id': saveBankTransactions,
      ...history('banktransactions'),
    },
  },
  banktransfers: {
    scopes: ['accounting.banktransactions'],
    handlers: {
      GET: listBankTransfers,
      'GET id': getBankTransfer,
      PUT: createBankTransfers,
      POST: (context) => deleteBankTransfers(context, null),
      'POST id': deleteBankTransfers,
      ...history('banktransfers'),
    },
  },
  manualjournals: {
    scopes: ['accounting.manualjournals'],
    handlers: {
      GET: listManualJournals,
      'GET id': getManualJournal,
      PUT: (context) => saveManualJournals(context, null),
      POST: (context) => saveManualJournals(context, null),
      'POST id': saveManualJournals,
      ...history('manualjournals'),
    },
  },
  'reports/trialbalance': {
    scopes: ['accounting.reports.trialbalance.read'],
    handlers: { GET: trialBalance },
  },
  'reports/banksummary': { scopes: ['accounting.reports.banksummary.read'], handlers: { GET: bankSummary } },
};

// Xero answers to both names.
ENDPOINTS.organisations = ENDPOINTS.organisation as Endpoint;

export const API_ROOT = '/api.xro/2.0/';

/** What an address comes to. */
export interface Route {
  endpoint: Endpoint;
  /** Throws a refusal if the method is not there. */
  handle: (context: Context) => Answer;
}

/** Finds the endpoint of a path below the root; null if there is none. Case does not matter. */
export function route(method: string, path: string): Route | null {
  const parts = path
    .slice(API_ROOT.length)
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  const name = (parts[0] ?? '').toLowerCase();
  const wide = name === 'reports' ? `reports/${(parts[1] ?? '').toLowerCase()}` : name;
  const endpoint = ENDPOINTS[wide];
  if (!endpoint) return null;
  const rest = parts.slice(name === 'reports' ? 2 : 1);
  const shape = rest.map((part, i) => (i % 2 === 0 ? 'id' : part.toLowerCase())).join('/');
  const handler = endpoint.handlers[shape === '' ? method : `${method} ${shape}`];
  return {
    endpoint,
    handle: (context) => {
      if (!handler) throw notImplemented();
      return handler(context, rest[0] ?? '', rest[2] ?? '');
    },
  };
}
