import { randomBytes } from "node:crypto";
import { expect, test } from "@jest/globals";
import { decodeTime } from "ulid";
import { ulids } from "../../../lambdas/runtime/ulids.ts";

const NOW_MS = 1_795_000_000_000;

test("a ULID has its moment, and no two are the same", () => {
  const next = ulids(randomBytes);
  const made = new Set(Array.from({ length: 1000 }, () => next(NOW_MS)));
  expect(made.size).toBe(1000);
  for (const id of made)
    expect([id, decodeTime(id)]).toEqual([expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/), NOW_MS]);
});

test("each random byte is used for one letter, and new ones are asked for when all are used", () => {
  let asked = 0;
  const next = ulids((count) => {
    asked += 1;
    // Every letter of a page is another than its neighbour, and pages begin with another letter.
    return Uint8Array.from({ length: count }, (_, index) => ((index + asked) % 32) * 8);
  });
  const letters = Array.from({ length: 257 }, () => next(NOW_MS).slice(10)).map((text) => [...text].reverse().join(""));
  const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const lettersFrom = (first: number) =>
    Array.from({ length: 16 }, (_, index) => ALPHABET[(first + index) % 32]).join("");
  expect(letters[0]).toBe(lettersFrom(1));
  expect(letters[1]).toBe(lettersFrom(17));
  expect(letters[256]).toBe(lettersFrom(2));
  expect(asked).toBe(2);
});

test("all 32 letters come about equally often", () => {
  const next = ulids(randomBytes);
  const counts = new Map<string, number>();
  const all = Array.from({ length: 4000 }, () => next(NOW_MS).slice(10)).join("");
  for (const letter of all) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  expect(counts.size).toBe(32);
  // 2000 of each are expected, with a deviation of 44.
  for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(400);
});
