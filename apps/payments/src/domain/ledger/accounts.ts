export type AccountType = 'asset' | 'liability' | 'revenue' | 'expense';

export interface AccountFacts {
  /** Its number in the books that a journal is exported to. */
  readonly code: string;
  readonly name: string;
  readonly type: AccountType;
}

/** The chart of accounts, in the order in which a trial balance lists them. */
export const ACCOUNTS = {
  'cash-clearing': { code: '1010', name: 'Cash Clearing', type: 'asset' },
  receivable: { code: '1200', name: 'Customer Receivable', type: 'asset' },
  'disputed-funds': { code: '1250', name: 'Disputed Funds', type: 'asset' },
  'commission-payable': { code: '2100', name: 'Commission Payable', type: 'liability' },
  'tax-payable': { code: '2200', name: 'Tax Payable', type: 'liability' },
  'deferred-revenue': { code: '2300', name: 'Deferred Revenue', type: 'liability' },
  'customer-credit': { code: '2400', name: 'Customer Credit', type: 'liability' },
  'customer-deposits': { code: '2450', name: 'Customer Deposits', type: 'liability' },
  'revenue-product': { code: '4010', name: 'Product Revenue', type: 'revenue' },
  'revenue-shipping': { code: '4020', name: 'Shipping Revenue', type: 'revenue' },
  refunds: { code: '4900', name: 'Refunds', type: 'revenue' },
  'dispute-losses': { code: '5100', name: 'Dispute Losses', type: 'expense' },
  fees: { code: '5200', name: 'Processing Fees', type: 'expense' },
  goodwill: { code: '5250', name: 'Goodwill Credit', type: 'expense' },
  'commission-expense': { code: '5300', name: 'Commission Expense', type: 'expense' },
} as const satisfies Readonly<Record<string, AccountFacts>>;

export type Account = keyof typeof ACCOUNTS;

/** Accounts in the order of the chart. */
export const CHART = Object.keys(ACCOUNTS) as readonly Account[];
