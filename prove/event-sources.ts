import { marshall } from "@aws-sdk/util-dynamodb";
import type { Limits } from "../core/domain/limits.ts";
import type { Deps } from "../core/services/deps.ts";
import type { Item } from "../core/store/table.ts";
import { redemptionMessages } from "../lambdas/queue/redemption-messages.ts";
import { refundMessages } from "../lambdas/queue/refund-messages.ts";
import { sagaMessages } from "../lambdas/queue/saga-messages.ts";
import { webhookMessages } from "../lambdas/queue/webhook-messages.ts";
import { type MessageKind, messageWorker, type WorkerDeps } from "../lambdas/queue/work-messages.ts";
import { sweeping } from "../lambdas/schedule/sweep.ts";
import { recordRelay } from "../lambdas/stream/relay-records.ts";
import { deployed, type Functions } from "./functions.ts";
import { QueueModel } from "./model/queue.ts";
import type { QueueName } from "./ports.ts";
import type { Simulation } from "./simulation.ts";

const SWEEP_EVERY_MS = 60_000;
const RELAY_MS = 20;
const RELAY_AGAIN_MS = 1_000;
const CONSUMERS = {
  redemptions: { function: "redemption-worker", kind: redemptionMessages },
  sagas: { function: "saga-starter", kind: sagaMessages },
  refunds: { function: "refund-worker", kind: refundMessages },
  webhooks: { function: "webhook-worker", kind: webhookMessages },
} as const;

export interface EventSourcesOptions {
  versions: readonly [Limits, ...Limits[]];
  functions: () => Functions;
  /** When the first row of the main table is due. */
  dueAtMs: () => number | undefined;
}

/** What invokes functions without anybody asking: queues, the main table's stream, the minute's schedule. */
export class EventSources {
  readonly queues: Record<QueueName, QueueModel>;
  readonly #simulation: Simulation;
  readonly #options: EventSourcesOptions;
  #sweepIsPlanned = false;

  constructor(simulation: Simulation, options: EventSourcesOptions) {
    this.#simulation = simulation;
    this.#options = options;
    const queues = Object.keys(CONSUMERS).map((name) => [name, this.#queue(name as QueueName)]);
    this.queues = Object.fromEntries(queues) as Record<QueueName, QueueModel>;
  }

  #queue(name: QueueName): QueueModel {
    const consumer = deployed(CONSUMERS[name].function);
    const kind = CONSUMERS[name].kind as unknown as MessageKind<Deps, { tenantId: string }>;
    return new QueueModel(this.#simulation, {
      name,
      visibilityMs: 6 * Math.max(...this.#options.versions.map(consumer.timeoutMs)),
      receivesMax: 5,
      consume: (event, onEnd) =>
        this.#options.functions().invoke({
          ...consumer,
          tenantId: (JSON.parse(event.Records[0]?.body ?? "{}") as { tenantId: string }).tenantId,
          run: (deps, context) =>
            messageWorker<Deps, { tenantId: string }>(async () => deps as Deps & WorkerDeps, kind)(event, context),
          onEnd,
        }),
    });
  }

  /** The table's stream: at least once, in order; a record that vanishes stands for a relay that gave up. */
  announce(row: Item): void {
    if (row.duePk === undefined) return;
    const { type, ref, pk, sk } = row;
    const NewImage = marshall({ pk, sk, type, ref });
    const sequence = `${pk}${sk}`;
    this.#simulation.in(RELAY_MS, "stream", `record ${String(type)}`, () => this.#relay(NewImage, sequence));
  }

  #relay(NewImage: object, sequence: string): void {
    if (this.#simulation.faults.draw("record") !== undefined) {
      this.#simulation.tell("stream", "a record", "lost-pointer");
      return;
    }
    const event = { Records: [{ dynamodb: { NewImage, SequenceNumber: sequence } }] };
    this.#options.functions().invoke({
      ...deployed("outbox-relay"),
      run: (deps, context) => recordRelay(deps)(event as never, context),
      onEnd: (end) => {
        if (end.kind === "returned" && end.value.batchItemFailures.length === 0) return;
        this.#simulation.in(RELAY_AGAIN_MS, "stream", "record again", () => this.#relay(NewImage, sequence));
      },
    });
  }

  /** Each minute, but not when it is known that nothing would be found. `horizonMs`: how far ahead a sweep looks. */
  planSweep(horizonMs: number): void {
    const simulation = this.#simulation;
    const dueAtMs = this.#options.dueAtMs();
    if (this.#sweepIsPlanned || dueAtMs === undefined) return;
    const worthwhileAt = Math.max(simulation.nowMs, dueAtMs - horizonMs);
    const at = Math.ceil((worthwhileAt + 1) / SWEEP_EVERY_MS) * SWEEP_EVERY_MS;
    this.#sweepIsPlanned = true;
    simulation.in(at - simulation.nowMs, "schedule", "sweep", () => {
      this.#sweepIsPlanned = false;
      this.#options.functions().invoke({
        ...deployed("sweeper"),
        run: (deps, context) => sweeping(deps)({}, context),
        onEnd: () => {},
      });
    });
  }
}
