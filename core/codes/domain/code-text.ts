/** How a redemption code is written, and how one that a person typed is read. The secret itself lives in memory only. */

import { CROCKFORD, crockfordOf } from "../../foundation/domain/ids.ts";

const GROUP_CHARS = 4;
/** 15 symbols of 5 bits and one that checks them: 2^75 codes of a campaign, beyond any guess. */
const SYMBOLS = 15;
/** More than any code has, with something between all of its characters. */
export const TYPED_MAX_CHARS = 128;

/** Of a merchant's own code, hyphens apart: what is not shown of it has to be worth guessing. */
export const OWN_CODE_MIN_SYMBOLS = 4;

/** Nobody sees them: zero-width characters, soft hyphens, byte order marks, directions. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
const GAPS = /[\s\p{Pd}\u2212\u2043]/gu;

/**
 * The same code however it is typed: full-width characters, case, gaps and what is easily mistaken (O for 0, I and L for 1) do
 * not count. Letters of other alphabets stay what they are, and are no code's.
 */
export function normaliseTyped(text: string): string {
  return text
    .normalize("NFKC")
    .replaceAll(INVISIBLE, "")
    .replaceAll(GAPS, "")
    .toUpperCase()
    .replaceAll("O", "0")
    .replaceAll(/[IL]/g, "1");
}

/** `hash`: at least 10 bytes, the same for the same code. `FREE-0123-4567-89AB-CDEF`, the prefix as the merchant wrote it. */
export function generatedCode(prefix: string | undefined, hash: Uint8Array): string {
  const symbols = crockfordOf(hash, SYMBOLS);
  const written = symbols + checkSymbol(symbols);
  const groups = written.match(new RegExp(`.{${GROUP_CHARS}}`, "g")) ?? [];
  return [...(prefix === undefined ? [] : [prefix]), ...groups].join("-");
}

/** Whether the last 16 symbols check: what a merchant's page can tell before it asks. Own codes need not have it. */
export function checks(text: string): boolean {
  const symbols = normaliseTyped(text).slice(-SYMBOLS - 1);
  if (symbols.length !== SYMBOLS + 1 || ![...symbols].every((symbol) => CROCKFORD.includes(symbol))) return false;
  return checkSymbol(symbols.slice(0, SYMBOLS)) === symbols.at(-1);
}

/** What people are shown of a code: four characters, fewer of a short one, since at least four always stay hidden. */
export function last4OfTyped(text: string): string {
  const normal = normaliseTyped(text);
  const shown = Math.min(4, normal.length - 4);
  return shown > 0 ? normal.slice(-shown) : "";
}

/** Luhn mod 32: finds any one wrong symbol and any two neighbours that changed places, but 0 and Z. */
function checkSymbol(symbols: string): string {
  let sum = 0;
  for (const [index, symbol] of [...symbols].reverse().entries()) {
    const value = CROCKFORD.indexOf(symbol);
    const weighted = index % 2 === 0 ? value * 2 : value;
    sum += Math.floor(weighted / 32) + (weighted % 32);
  }
  return CROCKFORD[(32 - (sum % 32)) % 32] as string;
}
