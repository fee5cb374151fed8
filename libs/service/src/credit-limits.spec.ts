import { readCreditLimits } from './credit-limits';

describe('the limits of credit', () => {
  it('are small unless told otherwise', () => {
    expect(readCreditLimits({})).toEqual({ agent: { USD: 2500 }, supervisor: { USD: 25000 } });
  });

  it('are told by role and currency', () => {
    const CONTINUO_CREDIT_LIMITS = 'agent USD 1000,  agent JPY 0, supervisor EUR 5000';
    expect(readCreditLimits({ CONTINUO_CREDIT_LIMITS })).toEqual({
      agent: { USD: 1000, JPY: 0 },
      supervisor: { EUR: 5000 },
    });
  });

  it.each(['finance USD 1', 'agent USD', 'agent ZZZ 5', 'agent USD -5', 'agent USD 1 2', 'agent'])(
    'are refused where they say %s',
    (text) => {
      expect(() => readCreditLimits({ CONTINUO_CREDIT_LIMITS: text })).toThrow(
        'CONTINUO_CREDIT_LIMITS',
      );
    },
  );
});
