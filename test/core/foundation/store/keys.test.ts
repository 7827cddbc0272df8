import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { DUE_KINDS } from "../../../../core/foundation/domain/due-kinds.ts";
import { FUNCTIONS, type FunctionRow } from "../../../../lib/functions.ts";

const CORE = join(import.meta.dirname, "../../../../core");
const files = globSync("*/store/keys.ts", { cwd: CORE });
/** Capability -> the entities that its partitions are named after. */
const prefixes = files.map((file) => {
  const partitions = readFileSync(join(CORE, file), "utf8").replaceAll(/sk: `[^`]*`/g, "");
  return [file, [...new Set([...partitions.matchAll(/[`"]([A-Z]+)#/g)].map(([, prefix = ""]) => prefix))]] as const;
});

test("no prefix belongs to two capabilities", () => {
  expect(files.length).toBeGreaterThan(3);
  const all = prefixes.flatMap(([, names]) => names);
  expect(all.length).toBeGreaterThan(15);
  expect([...new Set(all)].sort()).toEqual([...all].sort());
});

test("every right of a function is to rows that a key of some capability names", () => {
  const due = Object.values(DUE_KINDS).map(({ prefix }) => prefix);
  const known = new Set([...prefixes.flatMap(([, names]) => names), ...due].map((name) => `${name}#`));
  const rows = Object.values(FUNCTIONS).flatMap(({ access }: FunctionRow) => access);
  // Powertools' own records have keys of its own.
  const isOurs = (prefix: string) => prefix !== "PT#";
  const named = rows.filter(({ on }) => !on.startsWith("sandbox")).flatMap(({ rows }) => rows.filter(isOurs));
  expect(named.filter((prefix) => !known.has(prefix))).toEqual([]);
});
