import { deriveUuid } from '@continuo/kernel/ids';

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ApiAnswer {
  readonly status: number;
  readonly etag: string | undefined;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever the server answered
  readonly body: any;
}

/** Speaks to a running server the way any front end does: over HTTP, with a key. */
export class ApiClient {
  private sent = 0;

  constructor(
    readonly url: string,
    private readonly apiKey: string,
    /** Makes the idempotency keys of this client's requests its own. */
    private readonly session: string,
  ) {}

  withKey(apiKey: string): ApiClient {
    return new ApiClient(this.url, apiKey, deriveUuid(this.session, apiKey));
  }

  async send(request: ApiRequest): Promise<ApiAnswer> {
    this.sent += 1;
    const response = await fetch(new URL(request.path, this.url), {
      method: request.method,
      headers: {
        authorization: `Bearer ${this.apiKey}`,
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(request.method === 'GET'
          ? {}
          : { 'idempotency-key': deriveUuid(this.session, this.sent) }),
        ...request.headers,
      },
      body: request.body === undefined ? undefined : JSON.stringify(request.body),
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') ?? false;
    return {
      status: response.status,
      etag: response.headers.get('etag') ?? undefined,
      body: json && text !== '' ? (JSON.parse(text) as unknown) : text,
    };
  }
}
