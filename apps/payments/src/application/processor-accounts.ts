import type { Initiator } from '../domain/payment/facts';
import type { Network } from '../domain/dunning/network';
import { networkWindowMs } from '../domain/payment/authorisation-windows';
import { DAY_MS } from '../domain/payment/policy';
import { SIMULATOR_ACCOUNT } from '../domain/payment/state';
import type { PaymentGateway, TokenKnowledge } from './ports';

/** What of a payment decides where it goes. */
export interface RoutedSale {
  readonly campaignId: string | null;
  readonly currency: string;
  readonly method: Initiator;
  readonly token: string;
}

/** Payments that it fits go to its account; what it leaves out fits everything. */
export interface Route {
  readonly account: string;
  readonly campaign?: string;
  readonly currency?: string;
  readonly method?: Initiator;
  readonly tokenPrefix?: string;
}

/** The processor accounts of this deployment, and which payment goes to which. */
export class ProcessorAccounts {
  constructor(
    private readonly gateways: ReadonlyMap<string, PaymentGateway>,
    private readonly routes: readonly Route[],
    /** Days that an authorisation holds, by account; as long as the card's network grants when absent. */
    private readonly windows: ReadonlyMap<string, number> = new Map(),
  ) {}

  /** One gateway for everything. */
  static of(gateway: PaymentGateway, account = SIMULATOR_ACCOUNT): ProcessorAccounts {
    return new ProcessorAccounts(new Map([[account, gateway]]), [{ account }]);
  }

  /** Whether there is anything to choose. */
  get areSeveral(): boolean {
    return this.gateways.size > 1;
  }

  has(account: string): boolean {
    return this.gateways.has(account);
  }

  /** The account of the first route that fits. */
  route(sale: RoutedSale): string {
    const found = this.routes.find((route) => fits(route, sale));
    if (!found) throw new Error('no route fits: the last one has to fit everything');
    return found.account;
  }

  /** The gateway of an account. Throws for one that is not configured any more. */
  gateway(account: string): PaymentGateway {
    const gateway = this.gateways.get(account);
    if (gateway) return gateway;
    throw new Error(
      `processor account ${account} is not configured: its payments wait until it is`,
    );
  }

  /** How long an authorisation of an account holds where its gateway does not say. */
  windowMs(account: string, network: Network, startedByCustomer: boolean): number {
    const days = this.windows.get(account);
    return days === undefined ? networkWindowMs(network, startedByCustomer) : days * DAY_MS;
  }

  /** Whether any account can charge a token for a customer. */
  async knows(token: string, customerReference: string): Promise<TokenKnowledge> {
    let knowledge: TokenKnowledge = 'unknown';
    for (const gateway of this.gateways.values()) {
      const said = await gateway.knows(token, customerReference);
      if (said === 'known') return said;
      if (said === 'foreign') knowledge = said;
    }
    return knowledge;
  }

  /** Whether a token stands for a card of whoever uses it, at any account. */
  isForTests(token: string): boolean {
    for (const gateway of this.gateways.values()) if (gateway.isForTests(token)) return true;
    return false;
  }
}

function fits(route: Route, { campaignId, currency, method, token }: RoutedSale): boolean {
  return (
    (route.campaign === undefined || route.campaign === campaignId) &&
    (route.currency === undefined || route.currency === currency) &&
    (route.method === undefined || route.method === method) &&
    (route.tokenPrefix === undefined || token.startsWith(route.tokenPrefix))
  );
}
