/** I20: no code and no key where people and machines read along. */

import { normaliseCode } from "../core/foundation/domain/gift-card-code.ts";
import type { Expectations, Found, Row } from "./snapshot.ts";

/** What is shorter could stand in a text by chance. */
const SECRET_MIN_CHARS = 8;

export function* secretsStayInside({ confidential }: Expectations): Found {
  if (!confidential) return;
  // A code must not be there in another spelling either.
  const spellings = (secret: string) => new Set([secret, secret.trim(), normaliseCode(secret)]);
  for (const [index, secret] of confidential.secrets.entries()) {
    if (secret.length < SECRET_MIN_CHARS) continue;
    for (const { name, text } of confidential.texts) {
      const at = [...spellings(secret)].map((spelling) => text.indexOf(spelling)).find((position) => position >= 0);
      if (at === undefined) continue;
      const detail = `holds secret ${index + 1} of ${confidential.secrets.length} (…${secret.slice(-4)}) at character ${at}`;
      yield [name, detail];
    }
  }
}

/** Rows as somebody with a look at the tables sees them. Bytes are shown as letters: cipher text holds no code, plain text does. */
export function textOfRows(rows: readonly Row[]): string {
  // The value itself and not what `toJSON` makes of it: a Buffer would be shown as numbers.
  function legible(this: Record<string, unknown>, name: string, value: unknown): unknown {
    const own = this[name];
    return own instanceof Uint8Array ? String.fromCharCode(...own) : value;
  }
  return rows.map((row) => JSON.stringify(row, legible)).join("\n");
}
