/**
 * Currencies and their exponents by ISO 4217, list one, up to amendment 180 (1 January 2026). A list of our own: the
 * runtime's (`Intl`) keeps withdrawn codes, lacks new ones, and has the digits that people like to see, not the minor units
 * that amounts are counted in (HUF, IDR and COP: 0 there, 2 here).
 */

/**
 * Exponent -> what can be paid with. Left out, because nothing is priced in them: funds and units of account (BOV, CHE, CHW,
 * CLF, COU, MXV, USN, UYI, UYW, XAD), metals and bond units (XAG, XAU, XBA to XBD, XPD, XPT), XDR, XSU, XUA, and the codes
 * for tests and for no currency (XTS, XXX).
 */
const PAYABLE: Record<number, string> = {
  0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
  2: `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE
    CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR
    KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB
    PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY
    TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG`,
  3: "BHD IQD JOD KWD LYD OMR TND",
};

/** Withdrawn since 2021. What is on record in them must still be shown. */
const WITHDRAWN: Record<number, string> = { 2: "ANG BGN CUC HRK SLL ZWL" };

const payable = exponentsIn(PAYABLE);
const withdrawn = exponentsIn(WITHDRAWN);

/** One can pay with it today. */
export function isCurrency(code: string): boolean {
  return payable.has(code);
}

/** The power of ten that makes a currency of its minor units. `undefined`: none that ever had an amount here. */
export function exponentOf(code: string): number | undefined {
  return payable.get(code) ?? withdrawn.get(code);
}

/** Sorted. */
export const CURRENCIES: readonly string[] = [...payable.keys()].sort();

/** With those that are withdrawn: what may be on record. */
export const RECORDED_CURRENCIES: readonly string[] = [...payable.keys(), ...withdrawn.keys()];

function exponentsIn(table: Record<number, string>): ReadonlyMap<string, number> {
  return new Map(
    Object.entries(table).flatMap(([exponent, codes]) => codes.split(/\s+/).map((code) => [code, Number(exponent)])),
  );
}
