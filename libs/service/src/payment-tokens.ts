import { type DomainError, invalid } from '@continuo/kernel/domain-error';
import { Injectable } from '@nestjs/common';

type Answer = (token: string, customerId: string) => boolean | Promise<boolean>;

/**
 * Asks the payment gateway of this process whether it can charge a token for a customer, before
 * anything is written that could never be charged. Where payments runs elsewhere nobody answers, and
 * the charge itself tells.
 */
@Injectable()
export class PaymentTokens {
  private answer: Answer | undefined;

  /** Called by payments, with its gateway. */
  answeredBy(answer: Answer): void {
    this.answer = answer;
  }

  /** Throws `unknown-token`, naming the field. */
  async requireKnown(token: string, customerId: string, pointer: string): Promise<void> {
    if (!this.answer || (await this.answer(token, customerId))) return;
    throw unknownToken(pointer);
  }
}

/** It does not say whether the card is somebody else's. */
export function unknownToken(pointer: string): DomainError {
  return invalid(
    'unknown-token',
    pointer,
    'The payment gateway does not know this token as a card of this customer: have the card entered again.',
  );
}
