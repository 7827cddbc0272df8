import { describe, expect, test } from "@jest/globals";
import { barsOf, boxesOf, PANELS } from "../../../console/src/domain/day-plot.ts";
import { EVENT_TYPES } from "../../../core/foundation/domain/events.ts";

const PAYMENTS = { good: ["payment.succeeded"], bad: ["payment.declined", "payment.cancelled"] } as const;

describe("the day's bars", () => {
  test("stand in the order of time, and count what their panel names", () => {
    const hours = [
      {
        at: "2027-01-31T12:00:00.000Z",
        counts: { "payment.succeeded": 4, "payment.declined": 1, "payment.cancelled": 2 },
      },
      { at: "2027-01-31T11:00:00.000Z", counts: { "payment.succeeded": 5, "refund.failed": 9 } },
    ];
    expect(barsOf(hours, PAYMENTS)).toEqual({
      bars: [
        { at: "2027-01-31T11:00:00.000Z", good: 5, bad: 0 },
        { at: "2027-01-31T12:00:00.000Z", good: 4, bad: 3 },
      ],
      good: 9,
      bad: 3,
      most: 7,
    });
  });

  test("of no hours are none", () => {
    expect(barsOf([], PAYMENTS)).toEqual({ bars: [], good: 0, bad: 0, most: 0 });
  });

  test("no event is counted by two panels, nor as both", () => {
    const counted = PANELS.flatMap(({ good, bad }) => [...good, ...bad]);
    expect(new Set(counted).size).toBe(counted.length);
    expect(counted.filter((type) => !EVENT_TYPES.includes(type))).toEqual([]);
  });
});

describe("a bar's boxes", () => {
  test("stand on the ground and on each other, to scale", () => {
    expect(boxesOf({ at: "", good: 6, bad: 2 }, 10, 50)).toEqual({
      good: { y: 20, height: 30 },
      bad: { y: 10, height: 10 },
    });
  });

  test("are nothing where nothing was, and never less than seen where something was", () => {
    expect(boxesOf({ at: "", good: 0, bad: 0 }, 10, 50)).toEqual({
      good: { y: 50, height: 0 },
      bad: { y: 50, height: 0 },
    });
    expect(boxesOf({ at: "", good: 0, bad: 1 }, 10_000, 50)).toEqual({
      good: { y: 50, height: 0 },
      bad: { y: 49, height: 1 },
    });
    expect(boxesOf({ at: "", good: 0, bad: 0 }, 0, 50).good.height).toBe(0);
  });

  test("never leave the plot", () => {
    for (let good = 0; good <= 300; good += 7)
      for (let bad = 0; bad + good <= 300; bad += 7) {
        const boxes = boxesOf({ at: "", good, bad }, 300, 48);
        expect(boxes.bad.y).toBeGreaterThanOrEqual(0);
        expect(boxes.bad.y + boxes.bad.height).toBeCloseTo(boxes.good.y);
        expect(boxes.good.y + boxes.good.height).toBeCloseTo(48);
        if (bad > 0) expect(boxes.bad.height).toBeGreaterThan(0);
      }
  });
});
