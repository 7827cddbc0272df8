import { AsyncLocalStorage } from "node:async_hooks";
import { expect } from "@jest/globals";
import type fc from "fast-check";
import { ulid } from "ulid";
import { RetryableError, TerminalError, WaitingError } from "../../../core/foundation/domain/errors.ts";
import type { Write } from "../../../core/foundation/store/table.ts";
import type { AllDeps } from "../../../lambdas/runtime/all-deps.ts";

export interface Racer {
  name: string;
  run: () => Promise<unknown>;
}

/** Who asks. Only a racer's requests wait for the scheduler: what prepares and ends a race goes straight through. */
const asking = new AsyncLocalStorage<{ scheduler: fc.Scheduler; name: string }>();

/** Not before its turn: the request goes out when the scheduler picks it, and the next is picked when it has come back. */
export function atItsTurn<T>(what: string, request: () => Promise<T>): Promise<T> {
  const racer = asking.getStore();
  if (!racer) return request();
  return new Promise<T>((resolve, reject) => {
    // What it asks on its way belongs to it: a turn within a turn would never come.
    const builder = () => asking.exit(request).then(resolve, reject);
    racer.scheduler.scheduleSequence([{ label: `${racer.name}: ${what}`, builder }]);
  });
}

/** All of them at once, each request to the tables and to the outside in the scheduler's order. None may find a broken invariant. */
export async function race(scheduler: fc.Scheduler, racers: readonly Racer[]): Promise<void> {
  const runs = racers.map(({ name, run }) => asking.run({ scheduler, name }, run));
  const results = await scheduler.waitFor(Promise.allSettled(runs));
  const errors = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  expect(
    errors.filter((error) => ![TerminalError, RetryableError, WaitingError].some((kind) => error instanceof kind)),
  ).toEqual([]);
}

/** Lets time pass in the middle of a race. */
export function passTime(world: { nowMs: number }, ms: number): Promise<void> {
  return atItsTurn(`${ms} ms pass`, async () => {
    world.nowMs += ms;
  });
}

/** Sets out later: the others take as many turns, or more. */
export async function letTurnsPass(count: number): Promise<void> {
  for (let left = count; left > 0; left--) await atItsTurn("waits", async () => undefined);
}

/** From now on whatever `deps` asks of the tables, the exchange and the channels can be raced, and chance is a number. */
export function makeRaceable(deps: AllDeps, luck: number): void {
  // `getMany` asks through `getAcross`.
  holdRequests(deps.tables, ["get", "getAcross", "snapshot", "query", "count", "write", "transact"]);
  holdRequests(deps.exchange, ["redeem", "lookup"]);
  const find = deps.channels.find.bind(deps.channels);
  deps.channels.find = async (...which) => {
    const found = await find(...which);
    return found && { ...found, port: held(found.port, ["charge", "query", "cancel", "refund", "queryRefund"]) };
  };
  const fraction = dice(luck);
  Object.assign(deps.random, { fraction, ulid: (nowMs: number) => ulid(nowMs, fraction) });
}

function holdRequests(target: object, methods: readonly string[]): void {
  Object.assign(target, held(target, methods));
}

function held<T extends object>(target: T, methods: readonly string[]): T {
  const original = target as Record<string, (...input: unknown[]) => Promise<unknown>>;
  const raced = methods.flatMap((method) => {
    const run = original[method]?.bind(target);
    return run ? [[method, (...input: unknown[]) => atItsTurn(nameOf(method, input[0]), () => run(...input))]] : [];
  });
  return Object.fromEntries(raced) as T;
}

/** As a counterexample tells it: the business events of a write, else the method. */
function nameOf(method: string, input: unknown): string {
  if (method === "write") return (input as Write).name;
  if (method === "transact") return (input as Write[]).map(({ name }) => name).join(" + ");
  return method;
}

/** The generator mulberry32: a world that is run again makes the same choices. */
function dice(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
