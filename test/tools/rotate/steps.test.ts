import { expect, test } from "@jest/globals";
import { readVersions, writeVersions } from "../../../core/foundation/domain/secret-versions.ts";
import type { ResealPlace } from "../../../core/foundation/store/reseal-store.ts";
import {
  assertMayReseal,
  versionsOf,
  withNewestActive,
  withNewVersion,
  withoutOldVersions,
} from "../../../tools/rotate/steps.ts";

const CHANGED = 1_000_000;
const SETTLED = { nowMs: CHANGED + 5000, settledMs: 5000 };
const EARLY = { nowMs: CHANGED + 4999, settledMs: 5000 };
const kept = (active: number, ...numbers: number[]) => ({
  text: writeVersions({ active, versions: new Map(numbers.map((number) => [number, `${number}`.repeat(64)])) }),
  changedAt: CHANGED,
});
const done: ResealPlace = {
  keyNumber: 2,
  begunAt: CHANGED,
  table: "done",
  resealed: 7,
  unopened: 0,
  moves: 9,
  updatedAt: CHANGED + 1,
};

const LATE = { nowMs: done.updatedAt + 35 * 24 * 60 * 60_000 };

test("a version is added that nobody writes with, to a secret as it was generated, too", () => {
  const text = withNewVersion({ text: "g".repeat(64), changedAt: CHANGED }, SETTLED);
  const { active, versions } = readVersions(text);
  expect([active, versions.get(1), [...versions.keys()]]).toEqual([1, "g".repeat(64), [1, 2]]);
  expect(versions.get(2)).toMatch(/^[A-Za-z0-9]{64}$/);
  expect(withNewVersion({ text: "g".repeat(64), changedAt: CHANGED }, SETTLED)).not.toBe(text);
});

test("one that was added is used before the next one, and there are five at most", () => {
  expect(() => withNewVersion(kept(1, 1, 2), SETTLED)).toThrow('the next step is "use"');
  expect(() => withNewVersion(kept(5, 1, 2, 3, 4, 5), SETTLED)).toThrow("as many as may be");
});

test("none is added while somebody may write with the one before the last, which the first one has not", () => {
  expect(readVersions(withNewVersion(kept(1, 1), EARLY)).active).toBe(1);
  expect(() => withNewVersion(kept(2, 1, 2), EARLY)).toThrow("somebody may still write with an older version than 2");
});

test("the newest is used when everybody knows it, and not before", () => {
  expect(readVersions(withNewestActive(kept(1, 1, 2), SETTLED)).active).toBe(2);
  expect(() => withNewestActive(kept(1, 1, 2), EARLY)).toThrow(/^Too early: .* Again in 1 min/);
  expect(() => withNewestActive(kept(2, 1, 2), SETTLED)).toThrow("used already");
});

test("nothing is sealed anew while somebody may seal with an older version", () => {
  expect(() => assertMayReseal(kept(2, 1, 2), EARLY)).toThrow("Too early: functions may still seal");
  assertMayReseal(kept(2, 1, 2), SETTLED);
});

test("old versions go when nothing is sealed with them, and one that was added stays", () => {
  expect([...readVersions(withoutOldVersions(kept(2, 1, 2, 3), done, LATE)).versions.keys()]).toEqual([2, 3]);
  expect(() => withoutOldVersions(kept(2, 2, 3), done, LATE)).toThrow("no version older than 2");
});

test("they stay for as long as a restore may need them, unless somebody wants otherwise", () => {
  const early = { nowMs: LATE.nowMs - 1 };
  expect(() => withoutOldVersions(kept(2, 1, 2), done, early)).toThrow(
    "Too early: until 1970-02-05T00:16:40.001Z a restore",
  );
  expect(withoutOldVersions(kept(2, 1, 2), done, { ...early, now: true })).toBe(
    withoutOldVersions(kept(2, 1, 2), done, LATE),
  );
});

test.each<[string, ResealPlace | undefined]>([
  ["that never ran", undefined],
  ["that could not open some rows", { ...done, table: "incomplete", unopened: 1 }],
  ["that is at work", { ...done, table: "transient" }],
  ["for another version", { ...done, keyNumber: 1 }],
  ["from before the secret was changed last", { ...done, begunAt: CHANGED - 1 }],
])("they do not go by a run %s", (_name, place) => {
  expect(() => withoutOldVersions(kept(2, 1, 2), place, { ...LATE, now: true })).toThrow('the next step is "reseal"');
});

test("a secret that was changed by hand, and wrongly, is refused and not shown", () => {
  expect(() => versionsOf('{"active": 1, "versions": {"1": "my-secret"}}')).toThrow(
    "The secret was changed by hand: a secret with versions cannot be read: /versions/1 is no text of at least 32 letters and digits",
  );
});
