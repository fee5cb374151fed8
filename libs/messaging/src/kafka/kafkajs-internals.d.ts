declare module 'kafkajs/src/network/requestQueue' {
  /** The requests of one connection: those that wait to be sent, and those that wait for an answer. */
  export default class RequestQueue {
    constructor(options: {
      maxInFlightRequests: number | null;
      requestTimeout: number;
      enforceRequestTimeout: boolean;
      clientId: string;
      broker: string;
      logger: { debug(message: string): void };
    });
    readonly pending: readonly unknown[];
    scheduleCheckPendingRequests(this: RequestQueue): void;
    maybeThrottle(ms: number): void;
    push(request: {
      entry: { correlationId: number; resolve(): void };
      expectResponse: boolean;
      sendRequest(): void;
    }): void;
    fulfillRequest(answer: { correlationId: number; size: number; payload: unknown }): void;
  }
}
