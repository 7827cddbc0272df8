import { expect } from "@jest/globals";
import type { HttpResponse } from "../lambdas/deployed.ts";

/** An index follows its table within milliseconds; after this it does not. */
const INDEX_TIMEOUT_MS = 10_000;

/** Asks again until the list has them: it is allowed to follow late, not to stay behind. */
export async function untilListed(
  call: (line: string) => Promise<HttpResponse>,
  line: string,
  field: string,
  expected: string[],
): Promise<void> {
  const deadline = Date.now() + INDEX_TIMEOUT_MS;
  for (;;) {
    const { json } = await call(line);
    const found = json.items.map((item: Record<string, string>) => item[field]);
    if (JSON.stringify(found) === JSON.stringify(expected)) return;
    if (Date.now() > deadline) expect(found).toEqual(expected);
  }
}
