import { expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  type ItemRefusal,
  packVerdicts,
  unpackVerdicts,
  type Verdict,
} from "../../../../core/redemptions/domain/batch.ts";
import { batchView } from "../../../../core/redemptions/domain/batch-view.ts";
import { REDEMPTION_STATES } from "../../../../core/redemptions/domain/redemption.ts";

const times = fc.integer({ min: 0, max: 4_102_444_800_000 });
const verdicts: fc.Arbitrary<Verdict[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant("taken" as const),
      status: fc.constantFrom(...REDEMPTION_STATES),
      isIdempotent: fc.boolean(),
      processedAt: times,
    }),
    fc.record({
      kind: fc.constant("rejected" as const),
      code: fc.constantFrom<ItemRefusal>("code-malformed", "already-redeemed", "redemption-in-progress"),
      processedAt: times,
    }),
  ),
  { maxLength: 100 },
);

const view = (all: readonly Verdict[]) =>
  batchView(
    "batch-1",
    all.map((_, index) => ({ reference: `r${index}` })),
    all,
    (index) => `rdm-${index}`,
    (code, index) => `${code} of ${index}`,
  );

test("packed verdicts come back as they were, so the first answer is rebuilt byte for byte", () => {
  fc.assert(
    fc.property(verdicts, (all) => {
      const unpacked = unpackVerdicts(packVerdicts(all));
      expect(unpacked).toEqual(all);
      expect(JSON.stringify(view(unpacked))).toBe(JSON.stringify(view(all)));
    }),
  );
});

test("100 packed verdicts stay far below the room of one row", () => {
  const longest = "redemption-needs-review" satisfies ItemRefusal;
  const all = Array.from({ length: 100 }, (): Verdict => ({ kind: "rejected", code: longest, processedAt: 2 ** 42 }));
  expect(packVerdicts(all).length).toBeLessThan(5000);
});

test("each item is counted once, in input order", () => {
  fc.assert(
    fc.property(verdicts, (all) => {
      const { summary, items } = view(all);
      expect(summary.accepted + summary.replayed + summary.rejected).toBe(all.length);
      expect(items.map(({ index }) => index)).toEqual(all.map((_, index) => index));
      expect(items.filter(({ status }) => status === "REJECTED")).toHaveLength(summary.rejected);
      for (const item of items) expect(item.redemptionId === null).toBe(item.status === "REJECTED");
    }),
  );
});
