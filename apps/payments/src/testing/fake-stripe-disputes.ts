import type { FakeAnswer, Form } from './fake-stripe-form';

/** The disputes of a Stripe account: evidence is taken once. */
export class FakeDisputes {
  private readonly open = new Map<string, Form | null>();

  report(id: string): void {
    this.open.set(id, null);
  }

  /** What was submitted for a dispute, with Stripe's names of the fields. */
  evidenceOf(id: string): Form | null | undefined {
    return this.open.get(id);
  }

  /** Undefined for a dispute that there is not. */
  submit(id: string, form: Form): FakeAnswer | undefined {
    const known = this.open.get(id);
    if (known === undefined) return undefined;
    if (known !== null) {
      const message = 'This dispute is already closed or under review.';
      const error = { type: 'invalid_request_error', code: 'dispute_not_open', message };
      return { status: 400, body: { error } };
    }
    if (form.get('submit') === 'true') this.open.set(id, form);
    return { status: 200, body: { id, object: 'dispute', status: 'under_review' } };
  }
}
