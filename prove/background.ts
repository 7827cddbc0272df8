import { marshall } from "@aws-sdk/util-dynamodb";
import type { Limits } from "../core/foundation/domain/limits.ts";
import type { Item } from "../core/foundation/store/table.ts";
import { sweeping } from "../lambdas/schedule/sweep.ts";
import { recordRelay } from "../lambdas/stream/relay-records.ts";
import type { FUNCTIONS } from "../lib/functions.ts";
import type { Functions } from "./functions.ts";
import type { ObservedEngine } from "./observed-tables.ts";
import type { Simulation } from "./simulation.ts";

const SWEEP_EVERY_MS = 60_000;
const RELAY_MS = 20;
const RELAY_AGAIN_MS = 1_000;

interface Surroundings {
  simulation: Simulation;
  functions: Functions;
  engine: ObservedEngine;
  limits: Limits;
  about: (name: keyof typeof FUNCTIONS) => { name: string; timeoutMs: (limits: Limits) => number };
}

/** What runs in a world without anybody's asking: the table's stream, and the schedule of the sweeps. */
export class Background {
  readonly #world: Surroundings;
  #sweepIsPlanned = false;

  constructor(world: Surroundings) {
    this.#world = world;
  }

  /** The table's stream: at least once, in order; a record that vanishes stands for a relay that gave up. */
  announce(row: Item): void {
    if (row.duePk === undefined) return;
    const { type, ref, pk, sk } = row;
    const NewImage = marshall({ pk, sk, type, ref });
    const sequence = `${pk}${sk}`;
    this.#world.simulation.in(RELAY_MS, "stream", `record ${String(type)}`, () => this.#relay(NewImage, sequence));
  }

  #relay(NewImage: object, sequence: string): void {
    if (this.#world.simulation.faults.draw("record") !== undefined) {
      this.#world.simulation.tell("stream", "a record", "lost-pointer");
      return;
    }
    const event = { Records: [{ dynamodb: { NewImage, SequenceNumber: sequence } }] };
    this.#world.functions.invoke({
      ...this.#world.about("outbox-relay"),
      run: (deps, context) => recordRelay(deps)(event as never, context),
      onEnd: (end) => {
        if (end.kind === "returned" && end.value.batchItemFailures.length === 0) return;
        this.#world.simulation.in(RELAY_AGAIN_MS, "stream", "record again", () => this.#relay(NewImage, sequence));
      },
    });
  }

  /** Each minute, but not when it is known that nothing would be found. */
  planSweep(): void {
    const { dueAtMs } = this.#world.engine.shadow;
    if (this.#sweepIsPlanned || dueAtMs === undefined) return;
    const worthwhileAt = Math.max(this.#world.simulation.nowMs, dueAtMs - this.#world.limits.sweepHorizonMs);
    const at = Math.ceil((worthwhileAt + 1) / SWEEP_EVERY_MS) * SWEEP_EVERY_MS;
    this.#sweepIsPlanned = true;
    this.#world.simulation.in(at - this.#world.simulation.nowMs, "schedule", "sweep", () => {
      this.#sweepIsPlanned = false;
      this.#world.functions.invoke({
        ...this.#world.about("sweeper"),
        run: (deps, context) => sweeping(deps)({}, context),
        onEnd: () => {},
      });
    });
  }
}
