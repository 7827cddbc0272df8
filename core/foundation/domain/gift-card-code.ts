/** A card's secret. It lives in memory only: stored as HMAC, cipher text and last four characters, never logged. */

const CODE_MIN_CHARS = 4;
const CODE_MAX_CHARS = 64;
/** Spaces and hyphens may stand between all characters, and around them. */
const WRITTEN_MAX_CHARS = 2 * CODE_MAX_CHARS;

const FULL_WIDTH = /[\uff01-\uff5e]/g;
const FULL_WIDTH_OFFSET = 0xff01 - 0x21;
/** Minus and hyphen bullet are no punctuation of the kind "dash", but are printed as one. */
const DASHES = /[\p{Pd}\u2212\u2043]/gu;
/** Zero-width characters, soft hyphens, byte order marks, directions: nobody sees them. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
/** Where a page or a table cell ends, a code does not. */
const LINE_STRUCTURE = /[\t-\r\u0085\u2028\u2029]/g;
const SPACES = /\p{Zs}/gu;

/**
 * A code as a reader would copy it from where it was pasted from; what is printed plainly stays as it is. Letters of another
 * alphabet that look alike stay what they are: a guess at what was meant could be another card.
 */
export function cleanCode(pasted: string): string {
  return pasted
    .replaceAll(INVISIBLE, "")
    .replaceAll(LINE_STRUCTURE, "")
    .replaceAll(SPACES, " ")
    .replaceAll(FULL_WIDTH, (wide) => String.fromCharCode(wide.charCodeAt(0) - FULL_WIDTH_OFFSET))
    .replaceAll(DASHES, "-")
    .trim();
}

/** The same card however it is written: without spaces and hyphens, in upper case. */
export function normaliseCode(code: string): string {
  return cleanCode(code).replaceAll(/[\s-]/g, "").toUpperCase();
}

export function isCode(code: string): boolean {
  const written = cleanCode(code);
  if (written.length > WRITTEN_MAX_CHARS || !/^[A-Za-z0-9 -]*$/.test(written)) return false;
  const { length } = normaliseCode(written);
  return length >= CODE_MIN_CHARS && length <= CODE_MAX_CHARS;
}

/** The last four characters, fewer of a short code: at least four always stay hidden. */
export function last4Of(code: string): string {
  const normal = normaliseCode(code);
  const shown = Math.min(4, normal.length - CODE_MIN_CHARS);
  return shown > 0 ? normal.slice(-shown) : "";
}
