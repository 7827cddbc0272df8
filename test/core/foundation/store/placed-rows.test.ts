import { expect, test } from "@jest/globals";
import { listsOfAllTenants, placeAmongAll } from "../../../../core/foundation/store/keys.ts";
import type { Item, Write } from "../../../../core/foundation/store/table.ts";
import { FUNCTIONS, type FunctionRow } from "../../../../lib/functions.ts";
import { ALL_WRITES } from "./all-writes.ts";

/** What a tenant has in one list anyway, whatever state it is in: that list is in index `state`. */
const IN_ONE_LIST = ["DLV", "EVT", "KEY", "PLN"];

const writes: Write[] = ALL_WRITES.flatMap(({ write }) =>
  "tells" in write && write.tells ? [write, write.tells] : [write],
);
function given(write: Write): Item {
  if (write.kind === "put") return write.item;
  return write.kind === "update" ? { ...write.set } : {};
}
const kindOf = (partition: unknown) => String(partition).split("#")[0] ?? "";
const kindsOf = (some: readonly Write[], name: string) =>
  [...new Set(some.map((write) => kindOf(given(write)[name])))].sort();
const placing = writes.filter((write) => "allPk" in given(write));

test("each row that stands in the lists of its tenant stands in those of all tenants, and the other way round", () => {
  const listed = writes.filter((write) => "listPk" in given(write));
  expect(kindsOf(listed, "listPk").length).toBeGreaterThan(10);
  for (const write of listed) {
    const { listPk, allPk } = given(write);
    expect([write.name, kindOf(allPk)]).toEqual([write.name, kindOf(listPk)]);
  }
  expect(kindsOf(placing, "allPk")).toEqual([...kindsOf(listed, "listPk"), ...IN_ONE_LIST].sort());
});

test("a place in these lists is given with the row, and no later write names it", () => {
  // An order that a payment makes is put or opened again by one and the same update.
  expect(placing.filter(({ kind }) => kind !== "put").map(({ name }) => name)).toEqual(["order.open"]);
});

test("each kind is read by some function, under its own name, and from a partition that a list asks", () => {
  const rows = Object.values(FUNCTIONS).flatMap(({ access }: FunctionRow) => access);
  const read = rows.filter(({ on }) => on.endsWith("/all")).flatMap((row) => row.rows.map(kindOf));
  expect([...new Set(read)].sort()).toEqual(kindsOf(placing, "allPk"));
  for (const write of placing) {
    const { allPk } = given(write);
    expect(listsOfAllTenants(kindOf(allPk))).toContain(allPk);
  }
});

test("rows are spread evenly over the partitions", () => {
  const counts = Map.groupBy(
    Array.from({ length: 6400 }, (_, n) => placeAmongAll("RDM", `rdm_acme_${n}`)),
    (place) => place,
  );
  expect([...counts.keys()].sort()).toEqual(listsOfAllTenants("RDM").sort());
  // 100 each: a third more or less is far beyond what chance does.
  for (const places of counts.values()) expect(Math.abs(places.length - 100)).toBeLessThan(45);
});
