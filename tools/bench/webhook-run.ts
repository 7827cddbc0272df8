import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { httpSender } from "../../core/events/sender/http-sender.ts";
import { deliver } from "../../core/events/services/deliver.ts";
import { createEndpoint } from "../../core/events/services/endpoints.ts";
import type { Event } from "../../core/foundation/domain/events.ts";
import type { DeliveryJob } from "../../core/foundation/domain/jobs.ts";
import { eventPut } from "../../core/foundation/store/event-store.ts";
import type { AllDeps } from "../../lambdas/runtime/all-deps.ts";
import { QUEUES } from "../../lib/queues.ts";
import { benchDeps, idIn, request } from "./bench-deps.ts";
import type { BenchTables } from "./bench-tables.ts";

const HOST = "127.0.0.1";
/** Nobody's: nothing of ours is called by this bench. */
const OWN_URL = "https://tender.invalid";

interface Heard {
  path: string;
  at: number;
}

/** Merchants' servers on this machine: each path is one of them, and answers at once, or hangs until it is let go. */
export class Receiver {
  readonly #server = createServer((incoming, answer) => {
    const path = incoming.url ?? "";
    incoming.resume().on("end", () => {
      this.#heard.push({ path, at: performance.now() });
      if (this.#hangs === path) this.#held.push(answer);
      else answer.writeHead(204).end();
    });
  });
  #heard: Heard[] = [];
  #held: ServerResponse[] = [];
  #hangs: string | undefined;

  async start(): Promise<string> {
    await new Promise<void>((listens) => this.#server.listen(0, HOST, listens));
    return `http://${HOST}:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  hang(path: string): void {
    this.#hangs = path;
  }

  letGo(): void {
    this.#hangs = undefined;
    for (const answer of this.#held.splice(0)) answer.writeHead(204).end();
  }

  heard(): Heard[] {
    const heard = this.#heard;
    this.#heard = [];
    return heard;
  }
}

/**
 * The queue of deliveries and its worker's invocations, in one process: as many at once as are deployed, each with one message.
 * A message that has to come again does so after its delay.
 */
export class Workers {
  readonly #deps: AllDeps;
  readonly #waiting: DeliveryJob[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();
  #failed: unknown;
  #running = 0;
  #onDone = () => {};

  constructor(deps: AllDeps) {
    this.#deps = deps;
  }

  send(job: DeliveryJob): void {
    this.#waiting.push(job);
    this.#start();
  }

  /** Until `isOver` says so after one of them has ended. */
  async until(isOver: () => boolean): Promise<void> {
    await new Promise<void>((ends) => {
      this.#onDone = () => void ((this.#failed !== undefined || isOver()) && ends());
      this.#onDone();
    });
    if (this.#failed !== undefined) throw this.#failed;
  }

  /** Those that run come to their end; what would come again does not. */
  async rest(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#waiting.length = 0;
    await this.until(() => this.#running === 0);
  }

  #start(): void {
    while (this.#running < QUEUES.deliveries.maxConcurrency) {
      const job = this.#waiting.shift();
      if (job === undefined) return;
      this.#running++;
      void this.#work(job)
        .catch((error: unknown) => {
          this.#failed = error;
        })
        .finally(() => {
          this.#running--;
          this.#start();
          this.#onDone();
        });
    }
  }

  async #work(job: DeliveryJob): Promise<void> {
    const endsAt = performance.now() + this.#deps.limits.delivery.timeoutSeconds * 1000;
    const result = await deliver(this.#deps, job, () => endsAt - performance.now());
    if (result.kind !== "again") return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.send(job);
    }, result.delayMs);
    this.#timers.add(timer);
  }
}

/** Services as their functions run them, with the sender that calls servers, and workers behind the queue. */
export function deliveringDeps(tables: BenchTables): { deps: AllDeps; workers: Workers } {
  const deps: AllDeps = {
    ...benchDeps(tables),
    sender: httpSender({ rules: { ownUrl: OWN_URL, allow: [HOST] }, clock: Date.now }),
  };
  const workers = new Workers(deps);
  deps.jobs = {
    send: async (messages) => {
      for (const { job } of messages) if (job.queue === "deliveries") workers.send(job.body);
    },
  };
  return { deps, workers };
}

export async function makeEndpoint(deps: AllDeps, tenantId: string, url: string): Promise<string> {
  const body = { url, eventTypes: ["*"] };
  const asked = { ...request("POST /v1/webhook-endpoints", body), ownerId: tenantId };
  return idIn(await createEndpoint(deps, asked, tenantId, body), "webhookEndpointId");
}

/** As large as a payment's usually is. */
const DATA = {
  paymentId: "pay_bench",
  status: "SUCCEEDED",
  amount: { amount: 1999, currency: "USD" },
  note: "x".repeat(300),
};

let happened = 0;
/** Something that a merchant is told of, as the stream shows it. */
export async function happen(deps: AllDeps, tenantId: string): Promise<Event> {
  const put = eventPut(
    {
      ...{ tenantId, type: "payment.succeeded" as const, resourceId: `pay_${tenantId}_${++happened}` },
      ...{ resourceVersion: 1, at: Date.now() },
    },
    DATA,
  );
  await deps.tables.write(put);
  return put.item as unknown as Event;
}
