import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import type { ClientCall } from "../../../invariants/snapshot.ts";
import { judge } from "../../../tools/chaos/judge.ts";
import { Killer } from "../../../tools/chaos/killer.ts";
import { KILLS, type KillKind, type Planned, type Story } from "../../../tools/chaos/plan.ts";
import { report } from "../../../tools/chaos/report.ts";
import { storm } from "../../../tools/chaos/storm.ts";
import { World } from "../../../tools/chaos/world.ts";
import { Instance } from "../../../tools/harness/instance.ts";
import { conclude } from "../../../tools/harness/judged-run.ts";
import { setUp } from "../../../tools/harness/set-up.ts";
import { Screen } from "../../../tools/terminal/screen.ts";

// Two starts and a settle window; more on a busy machine.
jest.setTimeout(300_000);

const CARDS: Story[] = [
  { kind: "card", card: "SLOW", amount: 1000, twist: "same-key" },
  { kind: "card", card: "OK", amount: 1000, twist: "twins" },
  { kind: "batch", mode: "partial", cards: ["OK", "REJECT", "500-ONCE", "OK"], amount: 500, isRepeated: true },
  { kind: "card", card: "OK", amount: 500, twist: "other-body" },
  { kind: "card", card: "REJECT", amount: 500, twist: "other-key" },
];
const PAYMENTS: Story[] = [
  { kind: "payment", method: "pm_action", twist: "paid" },
  { kind: "payment", method: "pm_ok", twist: "refund" },
  { kind: "payment", method: "pm_action", twist: "cancel" },
  { kind: "forgery" },
  { kind: "operator" },
];
const every = <T>(afterMs: number, list: readonly T[]): Planned<T>[] => list.map((what) => ({ afterMs, what }));

/**
 * Everything last: a start sweeps at once, so that no card waits for the sweeper's minute. A saga that is cut off would, so
 * payments are asked for while nothing answers.
 */
const TOLD = [...every(100, CARDS), ...every(500, PAYMENTS)];
const KILLED: KillKind[] = ["function", "engine", "function", "queues", "everything"];

let folder: string;
let instance: Instance;
let output = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tender-storm-"));
  instance = new Instance(folder);
});
afterAll(async () => {
  await instance.end();
  await rm(folder, { recursive: true, force: true });
});

test("a storm over a real local run breaks no rule, and a rule that is broken is found and kept", async () => {
  const screen = new Screen({
    isTTY: false,
    columns: 80,
    write: (text: string | Uint8Array) => {
      output += String(text);
      return true;
    },
  });
  await instance.start(() => {});
  const world = new World(instance, screen);
  await setUp(world);
  const killer = new Killer(instance);
  await storm(world, killer, { durationMs: 60_000, stories: TOLD, kills: every(250, KILLED) });
  expect(killer.done.map(({ kind }) => kind)).toEqual(KILLED);
  expect(new Set(KILLED)).toEqual(new Set(KILLS));

  const judged = await judge(world);
  report(world, killer.done);
  const options = { again: "npm run chaos -- --minutes 1 --seed s", keep: true, folder };
  expect(judged.findings).toEqual([]);
  expect(conclude(world, judged, options)).toBe(0);
  expect(output.trimEnd()).toMatch(/\nviolations: 0$/);

  const paid = world.calls.find(({ route, status }) => route === "POST /v1/payments" && status === 202);
  const forgotten = { ...paid, key: "a-key-that-nobody-remembers" } as ClientCall;
  world.calls.push(forgotten);
  const again = await judge(world);
  expect(again.findings.map(({ invariant }) => invariant)).toEqual(["I15"]);
  expect(conclude(world, again, options)).toBe(1);
  expect(output).toContain("npm run chaos -- --minutes 1 --seed s");
  expect(output.trimEnd()).toMatch(/\nviolations: 1$/);
  expect(existsSync(join(folder, "rows.jsonl"))).toBe(true);
  expect(readFileSync(join(folder, "calls.jsonl"), "utf8")).toContain(forgotten.key);
});
