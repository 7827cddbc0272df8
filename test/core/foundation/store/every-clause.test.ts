import { expect, test } from "@jest/globals";
import { writesInStore } from "../../../../prove/store-writes.ts";
import { ALL_WRITES } from "./all-writes.ts";

test("each named write of the store has a case, and each case a write", () => {
  const inSources = writesInStore();
  const tested = new Set(ALL_WRITES.map(({ write }) => write.name));
  expect(inSources.filter(({ fits }) => ![...tested].some((name) => fits.test(name)))).toEqual([]);
  expect([...tested].filter((name) => !inSources.some(({ fits }) => fits.test(name)))).toEqual([]);
  expect(inSources.length).toBeGreaterThan(25);
});

test("each clause of each write has a row that violates it alone", () => {
  for (const { write, accepts, refuses } of ALL_WRITES) {
    expect([write.name, Object.keys(refuses).sort()]).toEqual([write.name, Object.keys(write.only).sort()]);
    expect(Object.keys(accepts).length).toBeGreaterThan(0);
    for (const rows of Object.values(refuses)) expect(Object.keys(rows).length).toBeGreaterThan(0);
  }
});

test("a write that is named after its event has a case for each event", () => {
  const names = ALL_WRITES.map(({ write }) => write.name);
  const events = ["claim", "reclaim", "decline", "expire", "resolve-succeeded", "resolve-failed"];
  expect(names).toEqual(expect.arrayContaining(events.map((event) => `redemption.${event}`)));
});
