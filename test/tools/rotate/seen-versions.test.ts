import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { readSeenVersions } from "../../../core/foundation/store/seen-versions-store.ts";
import { Tables } from "../../../core/foundation/store/table.ts";
import { compareWithSeen, type SecretName, withNew } from "../../../tools/rotate/seen-versions.ts";
import { createTables, type TestTables } from "../../support/engine.ts";

const value = (number: number, char = String(number)) => [number, char.repeat(64)] as const;
const secret = (...versions: (readonly [number, string])[]) => ({ active: 1, versions: new Map(versions) });
const [ONE, TWO, THREE] = [value(1), value(2), value(3)];
const seenOf = (name: SecretName, ...versions: (readonly [number, string])[]) => withNew(name, {}, secret(...versions));

let engine: TestTables;
let tables: Tables;
beforeAll(async () => {
  engine = await createTables();
  tables = new Tables({ ...engine, fraction: () => 0, pause: async () => {} });
});
afterAll(() => engine.drop());

test.each(["cipher", "pepper"] as const)(
  "a %s without its newest version is refused, and so is another value in its place",
  (name) => {
    const seen = seenOf(name, ONE, TWO);
    expect(() => withNew(name, seen, secret(ONE))).toThrow("version 2, which it had, is missing");
    expect(() => withNew(name, seen, secret(ONE, value(2, "x")))).toThrow("version 2 is not the one that it was");
    expect(() => withNew(name, seen, secret(value(1, "x"), TWO))).toThrow("version 1 is not the one that it was");
    expect(() => withNew(name, seen, secret(value(1, "x"), TWO))).not.toThrow(/x{8}|2{8}/);
  },
);

test("an old cipher that was retired may be put back as it was, and an old pepper may not be missing", () => {
  const seen = seenOf("cipher", ONE, TWO);
  expect(withNew("cipher", seen, secret(TWO))).toEqual(seen);
  expect(withNew("cipher", seen, secret(ONE, TWO))).toEqual(seen);
  expect(() => withNew("cipher", seen, secret(value(1, "x"), TWO))).toThrow("version 1 is not the one");
  expect(() => withNew("pepper", seenOf("pepper", ONE, TWO), secret(TWO))).toThrow("version 1, which it had");
});

test("what is new is kept, without any value, and a lost version is refused from then on", async () => {
  await compareWithSeen(tables, "pepper", secret(ONE));
  await compareWithSeen(tables, "pepper", secret(ONE, TWO));
  await compareWithSeen(tables, "pepper", secret(ONE, TWO));
  const seen = await readSeenVersions(tables, "pepper");
  expect(seen).toEqual({ 1: expect.stringMatching(/^[\w-]{43}$/), 2: expect.stringMatching(/^[\w-]{43}$/) });
  await expect(compareWithSeen(tables, "pepper", secret(ONE))).rejects.toThrow("version 2, which it had, is missing");
  expect(await readSeenVersions(tables, "pepper")).toEqual(seen);
});

test("of two who have added different values, one is told", async () => {
  const at = (char: string) => compareWithSeen(tables, "cipher", secret(ONE, value(2, char)));
  const results = await Promise.allSettled([at("a"), at("b")]);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(() => withNew("cipher", seenOf("cipher", ONE, TWO), secret(ONE, TWO, THREE))).not.toThrow();
});
