import { describe, expect, test } from "@jest/globals";
import {
  afterDoubt,
  afterNotFound,
  callTimeoutMs,
  hasTimeForCall,
  settledAtOf,
} from "../../../../core/foundation/domain/call-bracket.ts";

const NOW = 1_000_000;
const limits = { callTimeoutMs: 10_000, settleMs: 60_000 };
const SETTLED = NOW + limits.settleMs;

test("a settle window counts from the last send, and from now on when none is on record", () => {
  expect(settledAtOf({ lastSentAt: NOW - 5 }, NOW, limits)).toBe(SETTLED - 5);
  expect(settledAtOf({}, NOW, limits)).toBe(SETTLED);
});

describe("not found", () => {
  test("proves nothing before the settle window is over, its last millisecond included", () => {
    expect(afterNotFound(SETTLED, NOW, true)).toEqual({ kind: "wait", untilMs: SETTLED + 1 });
    expect(afterNotFound(SETTLED, SETTLED, false)).toEqual({ kind: "wait", untilMs: SETTLED + 1 });
  });

  test("is sent again after it while that can help, and is for a person otherwise", () => {
    expect(afterNotFound(SETTLED, SETTLED + 1, true)).toEqual({ kind: "resend" });
    expect(afterNotFound(SETTLED, SETTLED + 1, false)).toEqual({ kind: "park" });
  });
});

describe("no answer", () => {
  test("is asked about again, however long ago the settle window was over", () => {
    expect(afterDoubt(SETTLED, 10 * SETTLED, false)).toEqual({ kind: "wait", untilMs: Number.POSITIVE_INFINITY });
  });

  test("is for a person when it has lasted too long, and not before the settle window is over", () => {
    expect(afterDoubt(SETTLED, SETTLED, true)).toEqual({ kind: "wait", untilMs: SETTLED + 1 });
    expect(afterDoubt(SETTLED, SETTLED + 1, true)).toEqual({ kind: "park" });
  });
});

test("a call ends in time for the writes after it, and is not made in less than half of its time", () => {
  expect(callTimeoutMs(limits, 60_000)).toBe(10_000);
  expect(callTimeoutMs(limits, 8_000)).toBe(7_700);
  expect(hasTimeForCall(limits, 5_300)).toBe(true);
  expect(hasTimeForCall(limits, 5_299)).toBe(false);
});
