/** A request's fields, with Stripe's names: `metadata[key]`. */
export type Form = ReadonlyMap<string, string>;

export interface FakeAnswer {
  readonly status: number;
  readonly body: unknown;
}

export function metadataOf(form: Form): Record<string, string> {
  const metadata: Record<string, string> = {};
  for (const [name, value] of form) {
    const key = /^metadata\[(.+)\]$/.exec(name)?.[1];
    if (key !== undefined) metadata[key] = value;
  }
  return metadata;
}

export const ok = (body: unknown): FakeAnswer => ({ status: 200, body });
export const list = (data: readonly unknown[]) => ({ object: 'list', has_more: false, data });
export const invalid = (code: string, message: string, status = 400): FakeAnswer => ({
  status,
  body: { error: { type: 'invalid_request_error', code, message } },
});
export const missing = (message: string) => invalid('resource_missing', message, 404);

export const cardError = (decline: string, advice?: string) => ({
  type: 'card_error',
  code: 'card_declined',
  decline_code: decline,
  ...(advice && { advice_code: advice }),
  message: 'Your card was declined.',
});
