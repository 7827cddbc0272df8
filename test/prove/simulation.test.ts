import { expect, test } from "@jest/globals";
import { Choices } from "../../prove/choices.ts";
import { FaultSource } from "../../prove/faults.ts";
import { Simulation } from "../../prove/simulation.ts";

function simulationOf(): Simulation {
  const choices = new Choices(1);
  return new Simulation(choices, new FaultSource(choices, { probability: 0, max: 0 }));
}

const HOUR_MS = 3_600_000;

test("what goes round in circles is no rest, however little time it takes", async () => {
  const simulation = simulationOf();
  const again = () => simulation.in(1, "worker", "goes on", again);
  again();
  const forEver = async () => {
    for (;;) await simulation.step();
  };
  await expect(forEver()).rejects.toThrow("does not come to rest within 5000 steps");
});

test("what is left for more than a day is no rest, however few steps it takes", async () => {
  const simulation = simulationOf();
  simulation.in(23 * HOUR_MS, "worker", "looks", () => simulation.in(2 * HOUR_MS, "worker", "looks", () => {}));
  await simulation.step();
  await expect(simulation.step()).rejects.toThrow("does not come to rest within 24 hours");
});

test("what is called off does not happen", async () => {
  const simulation = simulationOf();
  const done: string[] = [];
  simulation.in(1, "worker", "first", () => done.push("first"))();
  simulation.in(2, "worker", "second", () => done.push("second"));
  await simulation.step();
  expect(done).toEqual(["second"]);
  expect(simulation.nextAtMs).toBeUndefined();
});

test("whoever waits for a row's writes goes on right after them", async () => {
  const simulation = simulationOf();
  const done: string[] = [];
  simulation.afterWritesTo(["row"], 2, HOUR_MS, "zombie", "writes", () => done.push("woken"));
  simulation.written(["another row"]);
  simulation.written(["row"]);
  expect(simulation.nextAtMs).toBe(simulation.nowMs + HOUR_MS);
  simulation.written(["row"]);
  await simulation.step();
  expect(done).toEqual(["woken"]);
  expect(simulation.nextAtMs).toBeUndefined();
});
