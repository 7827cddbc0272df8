import { expect } from "@jest/globals";
import { judgedKindOf, type Reader, readClosure } from "../../invariants/closures.ts";
import { findLocalViolations } from "../../invariants/find-violations.ts";
import type { Row } from "../../invariants/rows.ts";
import type { Violation } from "../../invariants/snapshot.ts";

/** Reads from rows in memory as the auditor reads from tables. */
export function readerOf(main: readonly Row[]): Reader {
  const partitions = Map.groupBy(main, ({ pk }) => pk);
  return {
    partition: async (pk) => partitions.get(pk) ?? [],
    rows: async (keys) => keys.flatMap(({ pk, sk }) => partitions.get(pk)?.find((row) => row.sk === sk) ?? []),
  };
}

/** Every resource that the rows name, in whatever field. */
export function resourcesIn(main: readonly Row[]): string[] {
  const named = main.flatMap((row) => Object.values(row)).filter((value) => typeof value === "string");
  return [...new Set(named)].filter((id) => judgedKindOf(id) !== undefined);
}

const EVERYTHING = { has: () => true } as unknown as ReadonlySet<string>;
/** In other words, maybe: of fewer rows less can be said. */
const sorted = (found: readonly Violation[]) =>
  [...new Set(found.map(({ invariant, subject }) => `${invariant} ${subject}`))].sort();

/** What the local rules find in all rows, they find in the rows that belong to each resource; and nothing more. */
export async function expectLocalAgreement(main: readonly Row[]): Promise<void> {
  const closures = await Promise.all(resourcesIn(main).map((id) => readClosure(readerOf(main), id)));
  const reached = new Set(closures.flatMap(({ subjects }) => [...subjects]));
  // What no resource leads to, as an account of which its redemption has forgotten, is found at the redemption alone.
  const there = findLocalViolations({ rows: main, subjects: EVERYTHING }).filter(
    ({ subject }) => judgedKindOf(subject) !== undefined || reached.has(subject),
  );
  expect(sorted(closures.flatMap(findLocalViolations))).toEqual(sorted(there));
}
