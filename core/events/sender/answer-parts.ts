/** What is kept of a stranger's answer. */

/** Enough for a developer to recognise the server that answered and its complaint. */
const EXCERPT_MAX_BYTES = 1024;
/** Control characters, marks that turn the direction of writing, line ends: what would make a terminal or a page lie. */
const NOT_TEXT = /[\p{C}\p{Zl}\p{Zp}]+/gu;

/** The beginning as one line of text, at most EXCERPT_MAX_BYTES of UTF-8; null: there is none. */
export function excerptOf(bytes: Uint8Array): string | null {
  // As a stream, so that a character that is cut in two is left out and not replaced.
  const decoded = new TextDecoder().decode(bytes.subarray(0, EXCERPT_MAX_BYTES), { stream: true });
  const text = decoded.replaceAll(NOT_TEXT, " ").trim();
  // What is no UTF-8 grows when it is replaced.
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(EXCERPT_MAX_BYTES));
  return text.slice(0, read) || null;
}

const SECONDS = /^\d{1,9}$/;
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Of `Retry-After`: seconds, or a date. What is neither says nothing. */
export function retryAfterMsOf(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  if (SECONDS.test(header)) return Number(header) * 1000;
  const at = HTTP_DATE.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}
