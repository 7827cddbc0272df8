import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Grant, LAST_MOMENT_MS, spansOf } from "../../../../core/orders/domain/grants.ts";
import { monthsAfter, type Period } from "../../../../core/orders/domain/period.ts";
import { GRANTS_MAX, granted, grantedPaid, without } from "../../../../core/orders/domain/subscription.ts";

const at = (text: string) => Date.parse(`${text}T10:30:00.123Z`);
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const month: Period = { unit: "month", count: 1 };

function grants(...all: [moment: string, period: Period][]): Grant[] {
  return all.map(([moment, period], index) => ({ orderId: `o${index}`, at: at(moment), period }));
}

function ends(...all: Parameters<typeof grants>) {
  return spansOf(grants(...all)).map(({ to }) => iso(to));
}

test("a month after 31 January is the last of February, two are 31 March", () => {
  expect(ends(["2025-01-31", month], ["2025-01-31", month], ["2025-01-31", month])).toEqual([
    "2025-02-28",
    "2025-03-31",
    "2025-04-30",
  ]);
  expect(ends(["2024-01-31", month])).toEqual(["2024-02-29"]);
});

test("a year after 29 February is 28 February, four are 29 February", () => {
  expect(ends(["2024-02-29", { unit: "year", count: 1 }])).toEqual(["2025-02-28"]);
  expect(ends(["2024-02-29", { unit: "year", count: 4 }])).toEqual(["2028-02-29"]);
});

test("a month is a calendar month, not thirty days", () => {
  expect(ends(["2026-07-15", month])).toEqual(["2026-08-15"]);
});

test("days are of 24 hours, and months after them are counted from their end", () => {
  expect(ends(["2025-01-30", { unit: "day", count: 1 }], ["2025-01-30", month], ["2025-01-30", month])).toEqual([
    "2025-01-31",
    "2025-02-28",
    "2025-03-31",
  ]);
});

test("a grant that comes after the end starts at its own moment, one at the very end continues", () => {
  const [first] = grants(["2025-01-01", month]);
  const end = spansOf([first as Grant])[0]?.to as number;
  const next = (moment: number) => spansOf([first as Grant, { orderId: "next", at: moment, period: month }])[1];
  expect(next(end + 1)?.from).toBe(end + 1);
  expect(next(end)?.from).toBe(end);
  expect(next(end - 1)?.from).toBe(end);
});

test("the time of day stays", () => {
  expect(new Date(monthsAfter(at("2025-01-31"), 13)).toISOString()).toBe("2026-02-28T10:30:00.123Z");
});

const periods = fc.record({ unit: fc.constantFrom("day", "month", "year"), count: fc.integer({ min: 1, max: 120 }) });
const moments = fc.integer({ min: at("2020-01-01"), max: at("2030-01-01") });
const histories = fc
  .array(fc.record({ at: moments, period: periods as fc.Arbitrary<Period> }), { minLength: 1, maxLength: 12 })
  .map((all) => all.sort((a, b) => a.at - b.at).map((grant, index) => ({ orderId: `o${index}`, ...grant })));

test("grants never overlap, and none is shorter than what it grants when each starts anew", () => {
  fc.assert(
    fc.property(histories, (history) => {
      const spans = spansOf(history);
      for (const [index, { from, to }] of spans.entries()) {
        expect(to).toBeGreaterThan(from);
        if (index > 0) expect(from).toBeGreaterThanOrEqual(spans[index - 1]?.to as number);
        expect(from).toBeGreaterThanOrEqual(history[index]?.at as number);
      }
    }),
  );
});

test("what is taken out is as if it had never been granted", () => {
  fc.assert(
    fc.property(histories, fc.nat(), (history, pick) => {
      const victim = history[pick % history.length]?.orderId as string;
      const rest = history.filter(({ orderId }) => orderId !== victim);
      const left = without(history, victim);
      expect(left?.endsAt).toBe(spansOf(rest).at(-1)?.to);
      if (rest.length === 0) expect(left).toBeUndefined();
    }),
  );
});

test("no more than 500 grants, and none that ends after the year 9999", () => {
  const day: Period = { unit: "day", count: 1 };
  const many = Array.from({ length: GRANTS_MAX }, (_, n) => ({ orderId: `o${n}`, at: at("2025-01-01"), period: day }));
  const next = { orderId: "next", at: at("2025-01-01"), period: day };
  expect(granted({ grants: many.slice(1), isRevoked: false }, next)?.grants).toHaveLength(GRANTS_MAX);
  expect(granted({ grants: many, isRevoked: false }, next)).toBeUndefined();
  const centuries = Array.from({ length: 67 }, (_, n) => ({
    orderId: `c${n}`,
    at: at("2025-01-01"),
    period: { unit: "year", count: 120 } as const,
  }));
  expect(granted({ grants: centuries.slice(1), isRevoked: false }, centuries[0] as Grant)).toBeUndefined();
});

test("who has paid gets it, whatever else was granted meanwhile, and no time is told that has five digits", () => {
  const day: Period = { unit: "day", count: 1 };
  const many = Array.from({ length: GRANTS_MAX }, (_, n) => ({ orderId: `o${n}`, at: at("2025-01-01"), period: day }));
  const next = { orderId: "next", at: at("2025-01-01"), period: day };
  expect(grantedPaid({ grants: many, isRevoked: false }, next).grants).toHaveLength(GRANTS_MAX + 1);
  const last = { orderId: "last", at: LAST_MOMENT_MS - 1, period: { unit: "year", count: 120 } as const };
  expect(grantedPaid(undefined, last).endsAt).toBe(LAST_MOMENT_MS);
  expect(grantedPaid({ grants: many, isRevoked: true }, next).grants).toEqual([next]);
});
