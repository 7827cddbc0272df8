import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { ACCOUNT_BODIES } from "../../../lambdas/http/access/channel-schemas.ts";
import { readEntry } from "../../../lambdas/runtime/channel-entry.ts";
import { BODIES, type BroughtChannel, ELLIPTIC } from "./channel-bodies.ts";

const CHANNELS = Object.keys(BODIES) as BroughtChannel[];

/** What a field may be: what it is in another body, what it nearly is, and what it is not. */
const near = fc.oneof(
  fc.constantFrom<unknown>(
    ...Object.values(BODIES).flatMap((body): unknown[] => Object.values(body)),
    ELLIPTIC.privateKey,
    ELLIPTIC.publicKey,
    BODIES.alipay.privateKey.replaceAll("\n", ""),
    BODIES.alipay.privateKey.replaceAll("\n", "\r\n"),
    undefined,
    null,
    [],
    "",
  ),
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
  fc.webUrl().map((url) => ` ${url.toUpperCase()}\n`),
  fc.domain().map((domain) => `https://${domain}`),
  fc.ipV4Extended().map((address) => `https://${address}/`),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.array(fc.string({ unit: "grapheme-ascii", maxLength: 20 }), { maxLength: 12 }),
  fc.string({ minLength: 8190, maxLength: 8194 }),
);

test.each(CHANNELS)("whatever is taken for %s can be used: nothing of it is found to be wrong later", (channel) => {
  let taken = 0;
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(BODIES[channel])), near, (name, value) => {
      const body: Record<string, unknown> = { ...BODIES[channel], [name]: value };
      if (value === undefined) delete body[name];
      const { success, data } = ACCOUNT_BODIES[channel].safeParse(body);
      if (!success) return;
      taken += 1;
      expect(data).toEqual(body);
      expect(readEntry(channel, data)).toEqual({ config: { channel, ...body }, faults: [], canCall: true });
    }),
    { numRuns: 300 },
  );
  expect(taken).toBeGreaterThan(20);
});
