import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { type Delivery, deliveryIdOf } from "../../../../core/events/domain/delivery.ts";
import type { WebhookEndpoint } from "../../../../core/events/domain/webhook-endpoint.ts";
import type { WebhookAnswer, WebhookCall } from "../../../../core/events/domain/webhook-sender.ts";
import { deliver } from "../../../../core/events/services/deliver.ts";
import type { DeliveryDeps, FanOutDeps } from "../../../../core/events/services/delivery-deps.ts";
import { sweepDeliveries } from "../../../../core/events/services/delivery-sweep.ts";
import { sealSecret } from "../../../../core/events/services/endpoint-secrets.ts";
import { fanOut, sweepEvents } from "../../../../core/events/services/fan-out.ts";
import {
  changeEndpoint,
  createEndpoint,
  endEndpoint,
  readLiveEndpoint,
} from "../../../../core/events/store/endpoint-store.ts";
import { closeFanOut } from "../../../../core/events/store/fan-out-store.ts";
import { type Event, type EventType, eventIdOf } from "../../../../core/foundation/domain/events.ts";
import type { DeliveryJob } from "../../../../core/foundation/domain/jobs.ts";
import { LIMITS, type LimitsProfile } from "../../../../core/foundation/domain/limits.ts";
import { eventPut } from "../../../../core/foundation/store/event-store.ts";
import type { Item } from "../../../../core/foundation/store/table.ts";
import { World } from "../../../support/world.ts";

export const TENANT = "acme";
/** A receiver's answer; `afterMs`: how long it takes. */
export interface Said extends Partial<Pick<WebhookAnswer, "retryAfterMs">> {
  httpStatus: number | null;
  error: WebhookAnswer["error"];
  afterMs?: number;
}
export const said = (httpStatus: number, more: Partial<Said> = {}): Said => ({ httpStatus, error: null, ...more });
export const NO_ANSWER: Said = { httpStatus: null, error: "timeout" };

/** A try as its receiver saw it. */
export interface Receipt {
  url: string;
  eventId: string;
  at: number;
  body: string;
  signature: string;
}

/** One merchant's endpoints, events and deliveries, with a clock, a queue and receivers that tests hold in their hands. */
export class EventWorld {
  readonly receipts: Receipt[] = [];
  messages: { body: DeliveryJob; at: number }[] = [];
  /** What receivers say to each call. */
  script: (call: WebhookCall, n: number) => Said | Promise<Said> = () => said(204);
  /** Of all waits: the middle of their spread. */
  fraction = 0.5;
  readonly world: World;
  readonly deps: DeliveryDeps & FanOutDeps;
  #made = 0;

  private constructor(world: World, profile: LimitsProfile) {
    this.world = world;
    this.deps = {
      ...world.deps,
      limits: LIMITS[profile],
      random: { ...world.deps.random, fraction: () => this.fraction },
      jobs: {
        send: (messages) =>
          world.step("jobs", async () => {
            for (const { job, delaySeconds } of messages)
              this.messages.push({ body: job.body, at: world.nowMs + delaySeconds * 1000 });
          }),
      },
      sender: { send: (call) => world.step("send", () => this.#receive(call)) },
    };
  }

  static async create(profile: LimitsProfile = "demo"): Promise<EventWorld> {
    return new EventWorld(await World.create(), profile);
  }

  drop(): Promise<void> {
    return this.world.drop();
  }

  get nowMs(): number {
    return this.world.nowMs;
  }

  pass(ms: number): void {
    this.world.nowMs += ms;
  }

  async #receive(call: WebhookCall): Promise<WebhookAnswer> {
    const { url, headers, body } = call;
    const receipt = {
      url,
      eventId: String(headers["webhook-id"]),
      at: this.nowMs,
      body: Buffer.from(body).toString(),
      signature: String(headers["webhook-signature"]),
    };
    const n = this.receipts.push(receipt) - 1;
    const { afterMs = 0, ...answer } = await this.script(call, n);
    this.pass(afterMs);
    return { excerpt: null, durationMs: afterMs, ...answer } as WebhookAnswer;
  }

  async endpoint(change: Partial<WebhookEndpoint> = {}): Promise<WebhookEndpoint> {
    const unique = this.deps.random.ulid(this.nowMs);
    const webhookEndpointId = `whe_${TENANT}_${unique}`;
    const row: WebhookEndpoint = {
      tenantId: TENANT,
      webhookEndpointId,
      url: `https://${unique.toLowerCase()}.example/hooks`,
      eventTypes: ["*"],
      status: "ENABLED",
      secrets: [sealSecret(this.deps.vault, { webhookEndpointId }, `whsec_${Buffer.alloc(32).toString("base64")}`)],
      version: 1,
      failures: 0,
      createdAt: this.nowMs,
      updatedAt: this.nowMs,
      stateSk: unique,
      ...change,
    };
    await this.deps.tables.write(createEndpoint(row) as never);
    return row;
  }

  /** As it is now; `undefined`: it does not live. */
  async seen(endpoint: WebhookEndpoint): Promise<WebhookEndpoint> {
    return (await readLiveEndpoint(this.deps.tables, endpoint)) as WebhookEndpoint;
  }

  async turn(endpoint: WebhookEndpoint, status: "ENABLED" | "DISABLED"): Promise<void> {
    await this.deps.tables.write(changeEndpoint(await this.seen(endpoint), { status }, this.nowMs));
  }

  async end(endpoint: WebhookEndpoint): Promise<void> {
    const [gone, kept] = endEndpoint(await this.seen(endpoint), this.nowMs);
    if (gone && kept) await this.deps.tables.transact([gone, kept]);
  }

  /** Something has happened; nobody has been told yet. */
  async event(type: EventType = "payment.succeeded", resourceId?: string): Promise<Event> {
    const of = resourceId ?? `pay_${TENANT}_${++this.#made}`;
    const told = { tenantId: TENANT, type, resourceId: of, resourceVersion: 1, at: this.nowMs };
    await this.deps.tables.write(eventPut(told, { amount: 5, note: "thanks" }));
    return { ...told, eventId: eventIdOf(told), data: {} };
  }

  /** Something has happened, and everybody who is subscribed is about to be told. */
  async told(type?: EventType): Promise<Event> {
    const event = await this.event(type);
    await fanOut(this.deps, [event]);
    return event;
  }

  async deliver(body: DeliveryJob): Promise<void> {
    const result = await deliver(this.deps, body, () => this.deps.limits.delivery.timeoutSeconds * 1000);
    if (result.kind === "again") this.messages.push({ body, at: this.nowMs + Math.ceil(result.delayMs / 1000) * 1000 });
  }

  /** The next message, at its time. */
  async next(): Promise<boolean> {
    const message = this.messages.sort((a, b) => a.at - b.at).shift();
    if (!message) return false;
    this.world.nowMs = Math.max(this.nowMs, message.at);
    await this.deliver(message.body);
    return true;
  }

  async sweep(): Promise<void> {
    await sweepEvents(this.deps);
    await sweepDeliveries(this.deps);
  }

  /** Queue and sweeps run, time passes, until nothing is under way any more. */
  async settle(roundsMax = 1000): Promise<void> {
    for (let round = 0; round < roundsMax; round++) {
      if (await this.next()) continue;
      const due = (await this.rows()).filter(({ duePk }) => duePk !== undefined);
      if (due.length === 0) return;
      // A sweep comes once a minute: the row falls due in between two.
      const first = Math.min(...due.map(({ dueAt }) => Number(dueAt)));
      const { sweepHorizonMs, sweepGraceMs } = this.deps.limits;
      const isEvent = due.some(({ pk, dueAt }) => Number(dueAt) === first && String(pk).startsWith("EVT#"));
      this.world.nowMs = Math.max(this.nowMs, isEvent ? first + sweepGraceMs : first - sweepHorizonMs / 2);
      await this.sweep();
    }
    throw new Error("work is left after all rounds");
  }

  /** Everything in the table of events, or what begins so. */
  async rows(prefix = ""): Promise<Item[]> {
    const { client, events } = this.world.tables;
    const { Items = [] } = await client.send(new ScanCommand({ TableName: events, ConsistentRead: true }));
    return Items.filter(({ pk }) => String(pk).startsWith(prefix));
  }

  async deliveries(): Promise<Delivery[]> {
    return (await this.rows("DLV#")) as unknown as Delivery[];
  }

  async delivery(event: Event, endpoint: WebhookEndpoint): Promise<Delivery | undefined> {
    const deliveryId = deliveryIdOf(event, endpoint.webhookEndpointId);
    return (await this.deliveries()).find((row) => row.deliveryId === deliveryId);
  }

  /** Events that this world does not want to tell of any further. */
  async forget(): Promise<void> {
    for (const row of await this.rows("EVT#"))
      if (row.duePk !== undefined) await this.deps.tables.write(closeFanOut(row as unknown as Event));
  }
}
