import { expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  fullestOf,
  relimit,
  SLOTS_MAX,
  type Slot,
  shareOf,
  slotOf,
  slotsOf,
  stockOf,
} from "../../../../core/orders/domain/slots.ts";

const totals = fc.integer({ min: 0, max: 10 ** 9 });

test("the shares of all slots are the total, and differ by one at most", () => {
  fc.assert(
    fc.property(totals, (total) => {
      const count = slotsOf(total);
      const shares = Array.from({ length: count }, (_, index) => shareOf(total, count, index));
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(total);
      expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
      if (total > 0) expect(Math.min(...shares)).toBeGreaterThan(0);
    }),
  );
});

test("one slot up to 50, then one for each 50, at most 32", () => {
  expect([0, 1, 50, 51, 100, 101, 1600, 10_000].map(slotsOf)).toEqual([1, 1, 1, 2, 2, 3, SLOTS_MAX, SLOTS_MAX]);
});

test("every slot is somebody's", () => {
  const seen = new Set(Array.from({ length: 4096 }, (_, n) => slotOf(Uint8Array.of(n >> 8, n & 255), SLOTS_MAX)));
  expect(seen.size).toBe(SLOTS_MAX);
});

const slots = fc.array(
  fc
    .record({ remaining: fc.nat(20), reserved: fc.nat(20), used: fc.nat(20) })
    .map(({ remaining, reserved, used }): Slot => ({ limit: remaining + reserved + used, remaining, reserved })),
  { minLength: 1, maxLength: 32 },
);

test("the fullest slot is one that nobody has more than; none when all are empty", () => {
  fc.assert(
    fc.property(slots, (all) => {
      const fullest = fullestOf(all);
      if (fullest === undefined) expect(stockOf(all).free).toBe(0);
      else expect(all[fullest]?.remaining).toBe(Math.max(...all.map(({ remaining }) => remaining)));
    }),
  );
});

test("a new limit takes from no slot more than it has free, and is the limit afterwards", () => {
  fc.assert(
    fc.property(slots, fc.nat(2000), (all, limit) => {
      const before = stockOf(all);
      const changes = relimit(all, limit);
      if (limit < before.reserved + before.used) return expect(changes).toBeUndefined();
      const after = all.map((slot, index) => {
        const by = changes?.[index] ?? Number.NaN;
        return { ...slot, limit: slot.limit + by, remaining: slot.remaining + by };
      });
      expect(Math.min(...after.map(({ remaining }) => remaining))).toBeGreaterThanOrEqual(0);
      expect(stockOf(after)).toEqual({ ...before, limit, free: limit - before.reserved - before.used });
    }),
  );
});
