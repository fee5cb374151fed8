import { type Decimal, formatDecimal, parseDecimal, safeInteger } from './decimal';
import { DomainError } from './domain-error';

const codes = (text: string) => text.trim().split(/\s+/);

/** Decimals of the minor unit of each active currency (ISO 4217, list one, 2026). */
const EXPONENTS: ReadonlyMap<string, number> = new Map(
  [
    { exponent: 0, of: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF' },
    {
      exponent: 2,
      of: `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD
        CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL
        GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR
        LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD
        PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC
        SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR
        ZMW ZWG`,
    },
    { exponent: 3, of: 'BHD IQD JOD KWD LYD OMR TND' },
    { exponent: 4, of: 'CLF UYW' },
  ].flatMap(({ exponent, of }) => codes(of).map((code): [string, number] => [code, exponent])),
);

/** Active ISO 4217 codes that have a minor unit (precious metals and test codes have none). */
export const CURRENCIES: readonly string[] = [...EXPONENTS.keys()].sort();

export function isCurrency(code: string): boolean {
  return EXPONENTS.has(code);
}

/** How many decimals the currency's minor unit has. Throws `unknown-currency`. */
export function minorUnitExponent(currency: string): number {
  const exponent = EXPONENTS.get(currency);
  if (exponent === undefined) {
    throw new DomainError('unknown-currency', `${currency} is no active ISO 4217 code.`, 'invalid');
  }
  return exponent;
}

/** `'12.34'` USD -> 1234. Refuses more decimals than the currency has, unless they are zeros. */
export function parseMinor(text: string, currency: string): number {
  const exponent = minorUnitExponent(currency);
  const { units, scale } = parseDecimal(text);
  if (scale <= exponent) return safeInteger(units * 10n ** BigInt(exponent - scale));
  const divisor = 10n ** BigInt(scale - exponent);
  if (units % divisor !== 0n) {
    const detail = `${text} is finer than the minor unit of ${currency}.`;
    throw new DomainError('amount-too-fine', detail, 'invalid');
  }
  return safeInteger(units / divisor);
}

/** 1234 USD -> `'12.34'`. */
export function formatMinor(amountMinor: number, currency: string): string {
  return formatDecimal(minorAsDecimal(amountMinor, currency), minorUnitExponent(currency));
}

/** The amount in major units, exactly. */
export function minorAsDecimal(amountMinor: number, currency: string): Decimal {
  return { units: BigInt(amountMinor), scale: minorUnitExponent(currency) };
}
