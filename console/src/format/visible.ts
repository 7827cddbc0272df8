/** They turn what comes after them around: what is read is then not what is there. Letters of either direction need none. */
const TURNING = /[\u202A-\u202E\u2066-\u2069]/g;

/** A text as somebody else wrote it, with what would deceive a reader spelt out: `‹U+202E›`. */
export function visible(text: string): string {
  return text.replace(TURNING, (sign) => `\u2039U+${sign.charCodeAt(0).toString(16).toUpperCase()}\u203A`);
}
