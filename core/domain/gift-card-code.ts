/** A card's secret. It lives in memory only: stored as HMAC, cipher text and last four characters, never logged. */

const CODE_MIN_CHARS = 4;
const CODE_MAX_CHARS = 64;
/** Spaces and hyphens may stand between all characters, and around them. */
const WRITTEN_MAX_CHARS = 2 * CODE_MAX_CHARS;

/** The same card however it is written: without spaces and hyphens, in upper case. */
export function normaliseCode(code: string): string {
  return code.replaceAll(/[\s-]/g, "").toUpperCase();
}

export function isCode(code: string): boolean {
  if (code.length > WRITTEN_MAX_CHARS || !/^[A-Za-z0-9 -]*$/.test(code)) return false;
  const { length } = normaliseCode(code);
  return length >= CODE_MIN_CHARS && length <= CODE_MAX_CHARS;
}

/** The last four characters, fewer of a short code: at least four always stay hidden. */
export function last4Of(code: string): string {
  const normal = normaliseCode(code);
  const shown = Math.min(4, normal.length - CODE_MIN_CHARS);
  return shown > 0 ? normal.slice(-shown) : "";
}
