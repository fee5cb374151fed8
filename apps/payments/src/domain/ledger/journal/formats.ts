import { CSV, QUICKBOOKS, XERO } from './csv';
import type { JournalFormat } from './entry';
import { HLEDGER } from './hledger';

/** By the name that `continuo export journal --format` knows. */
export const JOURNAL_FORMATS: Readonly<Record<string, JournalFormat>> = {
  csv: CSV,
  quickbooks: QUICKBOOKS,
  xero: XERO,
  hledger: HLEDGER,
};
