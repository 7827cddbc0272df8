import { marshall } from "@aws-sdk/util-dynamodb";
import type { Limits } from "../core/foundation/domain/limits.ts";
import type { Item } from "../core/foundation/store/table.ts";
import type { AllDeps } from "../lambdas/runtime/all-deps.ts";
import { EVENT_MEASURES, EVENT_SWEEPS, SWEEPS, sweeping } from "../lambdas/schedule/sweep.ts";
import { recordFanOut } from "../lambdas/stream/fan-out-records.ts";
import { recordRelay } from "../lambdas/stream/relay-records.ts";
import type { StreamHandler } from "../lambdas/stream/stream-records.ts";
import type { FUNCTIONS } from "../lib/functions.ts";
import type { Functions } from "./functions.ts";
import type { Simulation } from "./simulation.ts";

const SWEEP_EVERY_MS = 60_000;
const RELAY_MS = 20;
const RELAY_AGAIN_MS = 1_000;

interface Surroundings {
  simulation: Simulation;
  functions: Functions;
  /** When the first row is due, of those that anybody comes for. */
  readonly dueAtMs: number | undefined;
  limits: Limits;
  /** Nobody is told of anything: events stay as they were written. */
  tellsNobody: boolean;
  about: (name: keyof typeof FUNCTIONS) => { name: string; timeoutMs: (limits: Limits) => number };
}

interface Consumer {
  function: keyof typeof FUNCTIONS;
  handler: (deps: AllDeps) => StreamHandler;
}

const MARSHALLING = { removeUndefinedValues: true };
/** What only looks can do no harm; and a world's address stays what it is. */
const ALL_SWEEPS = Object.fromEntries(Object.entries(SWEEPS).filter(([name]) => !(name in EVENT_MEASURES)));
const SILENT_SWEEPS = Object.fromEntries(Object.entries(ALL_SWEEPS).filter(([name]) => !(name in EVENT_SWEEPS)));

/** What runs in a world without anybody's asking: the table's stream, and the schedule of the sweeps. */
export class Background {
  readonly #world: Surroundings;
  #sweepIsPlanned = false;
  /** Of the streams of the tables that are in use. */
  #streams = 0;

  constructor(world: Surroundings) {
    this.#world = world;
  }

  /** The table's stream: at least once, in order; a record that vanishes stands for a relay that gave up. */
  announce(row: Item): void {
    if (row.duePk === undefined) return;
    const { type, ref, pk, sk } = row;
    this.#stream({ pk, sk, type, ref }, { function: "outbox-relay", handler: recordRelay });
  }

  /** The stream of events, likewise. */
  tell(event: Item): void {
    if (this.#world.tellsNobody) return;
    this.#stream(event, { function: "event-fan-out", handler: recordFanOut });
  }

  /** Another table has another stream. */
  cutStreams(): void {
    this.#streams++;
  }

  #stream(row: Item, consumer: Consumer): void {
    const { simulation } = this.#world;
    const record = { NewImage: marshall(row, MARSHALLING), SequenceNumber: `${row.pk}${row.sk}` };
    const stream = this.#streams;
    simulation.in(RELAY_MS, "stream", `record ${String(row.type)}`, () => this.#read(record, consumer, stream));
  }

  #read(record: object, consumer: Consumer, stream: number): void {
    if (stream !== this.#streams) return;
    if (this.#world.simulation.faults.draw("record") !== undefined) {
      this.#world.simulation.tell("stream", "a record", "lost-pointer");
      return;
    }
    const event = { Records: [{ dynamodb: record }] };
    this.#world.functions.invoke({
      ...this.#world.about(consumer.function),
      run: (deps, context) => consumer.handler(deps)(event as never, context),
      onEnd: (end) => {
        if (end.kind === "returned" && end.value.batchItemFailures.length === 0) return;
        this.#world.simulation.in(RELAY_AGAIN_MS, "stream", "record again", () => this.#read(record, consumer, stream));
      },
    });
  }

  /** Each minute, but not when it is known that nothing would be found. */
  planSweep(): void {
    const { dueAtMs } = this.#world;
    if (this.#sweepIsPlanned || dueAtMs === undefined) return;
    const worthwhileAt = Math.max(this.#world.simulation.nowMs, dueAtMs - this.#world.limits.sweepHorizonMs);
    const at = Math.ceil((worthwhileAt + 1) / SWEEP_EVERY_MS) * SWEEP_EVERY_MS;
    this.#sweepIsPlanned = true;
    this.#world.simulation.in(at - this.#world.simulation.nowMs, "schedule", "sweep", () => {
      this.#sweepIsPlanned = false;
      this.#world.functions.invoke({
        ...this.#world.about("sweeper"),
        run: (deps, context) => sweeping(deps, this.#world.tellsNobody ? SILENT_SWEEPS : ALL_SWEEPS)({}, context),
        onEnd: () => {},
      });
    });
  }
}
