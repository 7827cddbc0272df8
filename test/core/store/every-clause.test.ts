import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { ACCOUNT_WRITES } from "./account-writes.ts";
import { OTHER_WRITES } from "./other-writes.ts";
import { PAYMENT_WRITES } from "./payment-writes.ts";
import { REDEMPTION_WRITES } from "./redemption-writes.ts";
import { SAGA_WRITES } from "./saga-writes.ts";

const STORE = join(import.meta.dirname, "../../../core/store");
const CASES = [...REDEMPTION_WRITES, ...ACCOUNT_WRITES, ...PAYMENT_WRITES, ...SAGA_WRITES, ...OTHER_WRITES];

/** Names of writes as the sources spell them; `redemption.${kind}` stands for all that fit. */
function namesInSources(): { file: string; name: string; fits: RegExp }[] {
  const files = readdirSync(STORE).filter((file) => file.endsWith("-store.ts"));
  return files.flatMap((file) =>
    [...readFileSync(join(STORE, file), "utf8").matchAll(/\bname: ([^,\n]+)/g)]
      .flatMap(([, value = ""]) => [...value.matchAll(/["`]([^"`]+)["`]/g)])
      .map(([, name = ""]) => ({ file, name, fits: patternOf(name) })),
  );
}

function patternOf(name: string): RegExp {
  const parts = name.split(/\$\{[^}]+\}/).map((part) => part.replaceAll(".", "\\."));
  return new RegExp(`^${parts.join("[a-z_-]+")}$`);
}

test("each named write of the store has a case, and each case a write", () => {
  const inSources = namesInSources();
  const tested = new Set(CASES.map(({ write }) => write.name));
  expect(inSources.filter(({ fits }) => ![...tested].some((name) => fits.test(name)))).toEqual([]);
  expect([...tested].filter((name) => !inSources.some(({ fits }) => fits.test(name)))).toEqual([]);
  expect(inSources.length).toBeGreaterThan(25);
});

test("each clause of each write has a row that violates it alone", () => {
  for (const { write, accepts, refuses } of CASES) {
    expect([write.name, Object.keys(refuses).sort()]).toEqual([write.name, Object.keys(write.only).sort()]);
    expect(Object.keys(accepts).length).toBeGreaterThan(0);
    for (const rows of Object.values(refuses)) expect(Object.keys(rows).length).toBeGreaterThan(0);
  }
});

test("a write that is named after its event has a case for each event", () => {
  const names = CASES.map(({ write }) => write.name);
  const events = ["claim", "reclaim", "decline", "expire", "resolve-succeeded", "resolve-failed"];
  expect(names).toEqual(expect.arrayContaining(events.map((event) => `redemption.${event}`)));
});
