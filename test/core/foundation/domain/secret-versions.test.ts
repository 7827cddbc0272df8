import { expect, test } from "@jest/globals";
import { assertComplete, readVersions, writeVersions } from "../../../../core/foundation/domain/secret-versions.ts";

const [FIRST, SECOND] = ["A".repeat(64), "B".repeat(64)];
const of = (active: unknown, versions: unknown) => JSON.stringify({ active, versions });

test("letters and digits alone, as they are generated, are version 1, and it writes", () => {
  expect(readVersions(FIRST)).toEqual({ active: 1, versions: new Map([[1, FIRST]]) });
});

test("versions stand by their numbers beside the one that writes, and are written as they are read", () => {
  const text = of(1, { 1: FIRST, 2: SECOND });
  const read = readVersions(text);
  expect(read).toEqual({
    active: 1,
    versions: new Map([
      [1, FIRST],
      [2, SECOND],
    ]),
  });
  expect(writeVersions(read)).toBe(text);
});

test.each([
  ...[
    `${FIRST}\n`,
    ` ${FIRST}`,
    `${FIRST}\r\n`,
    `"${FIRST}"`,
    ` ${of(1, { 1: FIRST })}`,
    `\ufeff${of(1, { 1: FIRST })}`,
    JSON.stringify(of(1, { 1: FIRST })),
    `[${of(1, { 1: FIRST })}]`,
    "x",
    "",
    "short".repeat(6),
    `${FIRST}-`,
  ].map((text) => [text, "it is neither an object, from its first character on, nor a text of at least 32"] as const),
  ["{", "it begins like JSON and is none"],
  [of(1, null), "/versions is no object"],
  [of(1, { 0: FIRST }), "/versions has a name that is no number from 1 to 255"],
  [of(1, { 256: FIRST }), "/versions has a name that is no number from 1 to 255"],
  [of(1, { one: FIRST }), "/versions has a name that is no number from 1 to 255"],
  [of(1, { 1: "short" }), "/versions/1 is no text of at least 32 letters and digits"],
  [of(1, { 1: `${FIRST}\n` }), "/versions/1 is no text of at least 32 letters and digits"],
  [of(1, { 1: 7 }), "/versions/1 is no text of at least 32 letters and digits"],
  [of(1, { 1: FIRST, 2: FIRST }), "two versions are the same"],
  [of(2, { 1: FIRST }), "/active names no version"],
  [of("1", { 1: FIRST }), "/active names no version"],
  [of(1, Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [n, FIRST + n]))), "there are more than 5 versions"],
])("a secret that is not that is refused, and not shown: %#", (text, why) => {
  const read = () => readVersions(text);
  expect(read).toThrow(`a secret with versions cannot be read: ${why}`);
  expect(read).not.toThrow(/A{8}|short/);
});

test("of what hashes no version may be missing", () => {
  expect(() => assertComplete(readVersions(of(2, { 2: SECOND })))).toThrow("version 1 is missing");
  expect(() => assertComplete(readVersions(of(3, { 1: FIRST, 3: SECOND })))).toThrow("version 2 is missing");
  assertComplete(readVersions(of(2, { 1: FIRST, 2: SECOND })));
});
