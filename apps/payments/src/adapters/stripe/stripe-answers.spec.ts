import { refusedCard } from './stripe-answers';

describe('a refused card at Stripe', () => {
  it("keeps the network, its own code and its advice, beside Stripe's word", () => {
    const refusal = {
      code: 'card_declined',
      decline_code: 'insufficient_funds',
      network_decline_code: '51',
      network_advice_code: '24',
      payment_method: { card: { brand: 'mastercard' } },
      message: 'Your card has insufficient funds.',
    };
    expect(refusedCard(refusal)).toEqual({
      kind: 'declined',
      decline: 'soft',
      code: 'insufficient_funds',
      message: 'Your card has insufficient funds.',
      network: 'mastercard',
      networkCode: '51',
      advice: '24',
    });
  });

  it('says nothing of a network that Stripe does not name', () => {
    const refusal = { decline_code: 'stolen_card', message: 'Stolen.' };
    const answer = { kind: 'declined', decline: 'hard', code: 'stolen_card', message: 'Stolen.' };
    expect(refusedCard(refusal)).toEqual(answer);
  });
});
