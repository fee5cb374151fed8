import { sumMinor } from '@continuo/kernel/money';
import { type Account, CHART } from './accounts';

/** What an account was debited and credited, in one currency. */
export interface AccountTotals {
  readonly currency: string;
  readonly account: string;
  readonly debitsMinor: number;
  readonly creditsMinor: number;
}

export interface TrialBalance {
  /** By currency, accounts in the order of the chart. */
  readonly accounts: readonly AccountTotals[];
  readonly currencies: readonly {
    readonly currency: string;
    readonly debitsMinor: number;
    readonly creditsMinor: number;
  }[];
}

/** Adds up parts of the same accounts; debits and credits of each currency are to be equal. */
export function trialBalance(parts: readonly AccountTotals[]): TrialBalance {
  const byAccount = new Map<string, AccountTotals[]>();
  for (const part of parts) {
    const key = `${part.currency} ${part.account}`;
    byAccount.set(key, [...(byAccount.get(key) ?? []), part]);
  }
  const accounts = [...byAccount.values()].map(([first, ...rest]) => added(first!, rest));
  accounts.sort(
    (a, b) =>
      (a.currency < b.currency ? -1 : a.currency > b.currency ? 1 : 0) ||
      CHART.indexOf(a.account as Account) - CHART.indexOf(b.account as Account),
  );
  const currencies = [...new Set(accounts.map(({ currency }) => currency))].map((currency) => {
    const [first, ...rest] = accounts.filter((account) => account.currency === currency);
    const { debitsMinor, creditsMinor } = added(first!, rest);
    return { currency, debitsMinor, creditsMinor };
  });
  return { accounts, currencies };
}

function added(first: AccountTotals, rest: readonly AccountTotals[]): AccountTotals {
  const all = [first, ...rest];
  return {
    ...first,
    debitsMinor: sumMinor(all.map(({ debitsMinor }) => debitsMinor)),
    creditsMinor: sumMinor(all.map(({ creditsMinor }) => creditsMinor)),
  };
}
