import type { FaultOrder } from './control';

/** A stand-in in a process of its own, told from outside to go wrong. */
export class StandInRemote {
  /** `url` of its control. */
  constructor(private readonly url: string) {}

  inject(order: FaultOrder): Promise<void> {
    return this.ask('POST', '/faults', order);
  }

  /** Whatever has not struck yet never does. */
  withdraw(): Promise<void> {
    return this.ask('DELETE', '/faults');
  }

  cutConnections(): Promise<void> {
    return this.ask('POST', '/cuts');
  }

  dropSubscribers(): Promise<void> {
    return this.ask('POST', '/drops');
  }

  private async ask(method: string, path: string, order?: FaultOrder): Promise<void> {
    const body = order && JSON.stringify(order);
    const response = await fetch(`${this.url}${path}`, { method, body });
    if (!response.ok) throw new Error(await response.text());
  }
}
