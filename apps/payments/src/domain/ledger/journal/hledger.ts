import { formatMinor, minorUnitExponent } from '@continuo/kernel/currency';
import { ACCOUNTS, type Account, type AccountType, CHART } from '../accounts';
import { type JournalFormat, aboutOf } from './entry';

const TOP: Readonly<Record<AccountType, string>> = {
  asset: 'assets',
  liability: 'liabilities',
  revenue: 'revenues',
  expense: 'expenses',
};
const LETTER: Readonly<Record<AccountType, string>> = {
  asset: 'A',
  liability: 'L',
  revenue: 'R',
  expense: 'X',
};

const nameOf = (account: Account) => `${TOP[ACCOUNTS[account].type]}:${account}`;

/** `commodity USD 1000.00`: says how many decimals the currency has. */
function commodity(currency: string): string {
  return `commodity ${currency} 1000.${'0'.repeat(minorUnitExponent(currency))}\n\n`;
}

/** A journal of hledger (and ledger), with every account and commodity declared: `hledger check --strict`. */
export const HLEDGER: JournalFormat = {
  name: 'hledger',
  oneCurrency: false,
  open: () => {
    const declared = new Set<string>();
    return {
      head: () =>
        [
          'decimal-mark .',
          '',
          ...CHART.map((each) => `account ${nameOf(each)}  ; type: ${LETTER[ACCOUNTS[each].type]}`),
          '',
          '',
        ].join('\n'),
      entry: (entry) => {
        const { currency, postings, position, postedAt, eventId } = entry;
        const declaration = declared.has(currency) ? '' : commodity(currency);
        declared.add(currency);
        const lines = postings.map(
          ({ account, amountMinor }) =>
            `    ${nameOf(account)}  ${currency} ${formatMinor(amountMinor, currency)}\n`,
        );
        const title = `${postedAt.slice(0, 10)} * (${position}) ${aboutOf(entry)}`;
        return `${declaration}${title}  ; event: ${eventId}\n${lines.join('')}\n`;
      },
    };
  },
};
