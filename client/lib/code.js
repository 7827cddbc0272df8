/** Crockford's base32: no I, L, O and U. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SYMBOLS = 16;
/** Nobody sees them: zero-width characters, soft hyphens, directions. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
const GAPS = /[\s\p{Pd}\u2212\u2043]/gu;

/**
 * Whether a text may be a generated redemption code, however it is typed: its last symbol checks the 15 before it. A typing
 * mistake is found without asking. Codes of a merchant's own need not check.
 * @param {string} text
 */
export function isCode(text) {
  const symbols = String(text)
    .normalize("NFKC")
    .replace(INVISIBLE, "")
    .replace(GAPS, "")
    .toUpperCase()
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1")
    .slice(-SYMBOLS);
  if (symbols.length !== SYMBOLS) return false;
  // Luhn's sum, mod 32: from the right every second symbol counts twice, the digits of its double added up.
  let sum = 0;
  for (let place = 0; place < SYMBOLS; place++) {
    const value = ALPHABET.indexOf(symbols.charAt(SYMBOLS - 1 - place));
    if (value < 0) return false;
    const weighted = place % 2 === 0 ? value : value * 2;
    sum += (weighted >> 5) + (weighted & 31);
  }
  return sum % 32 === 0;
}
