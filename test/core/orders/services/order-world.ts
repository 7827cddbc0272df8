import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import type { Job } from "../../../../core/foundation/domain/jobs.ts";
import type { Answer, Caller } from "../../../../core/foundation/services/deps.ts";
import { relayOutbox } from "../../../../core/foundation/services/outbox.ts";
import type { OutboxRow } from "../../../../core/foundation/store/outbox-store.ts";
import type { Item } from "../../../../core/foundation/store/table.ts";
import type { Purchase } from "../../../../core/orders/domain/order.ts";
import type { Stock } from "../../../../core/orders/domain/slots.ts";
import { changeOffer, createOffer, getOffer } from "../../../../core/orders/services/offers.ts";
import { expireOnTime } from "../../../../core/orders/services/order-expiry.ts";
import { holdOrder, releaseOrder } from "../../../../core/orders/store/order-store.ts";
import { placeOrder } from "../../../../core/payments/services/order-numbers.ts";
import { cancelOrder } from "../../../../core/payments/services/orders.ts";
import { findViolations } from "../../../../invariants/find-violations.ts";
import type { Row } from "../../../../invariants/snapshot.ts";
import { World, type WorldOptions } from "../../../support/world.ts";

export const MERCHANT: Caller = { kind: "tenant", tenantId: "acme", keyId: "MERCHANT" };
export const PRICE = { amount: 1000, currency: "USD" };
export const REASON = { reason: "not wanted any more" };

type OrderJob = Extract<Job, { queue: "orders" }>;

/** A merchant with offers whose users order them, over the real engine. */
export class OrderWorld {
  readonly world: World;
  #numbers = 0;

  constructor(world: World) {
    this.world = world;
  }

  static async create(options: WorldOptions = {}): Promise<OrderWorld> {
    return new OrderWorld(await World.create(options));
  }

  get deps() {
    return this.world.deps;
  }

  async offer(input: Partial<Parameters<typeof createOffer>[3]> = {}): Promise<string> {
    const period = { unit: "month", count: 1 } as const;
    const offer = { name: "Pro", price: PRICE, period, onRepeat: "extend", ...input } as const;
    const answer = await createOffer(this.deps, this.world.request("POST /v1/offers", offer), "acme", offer);
    return (answer.body as { offerId: string }).offerId;
  }

  async change(offerId: string, input: Parameters<typeof changeOffer>[4]): Promise<void> {
    const request = this.world.request("PATCH /v1/offers/{id}", input, undefined, { id: offerId });
    await changeOffer(this.deps, request, MERCHANT, offerId, input);
  }

  order(
    offerId: string,
    {
      userId = "alice",
      orderNo = `no-${++this.#numbers}`,
      key,
    }: { userId?: string; orderNo?: string; key?: string } = {},
  ): Promise<Answer> {
    const input = { orderNo, offerId, userId };
    return placeOrder(this.deps, this.world.request("POST /v1/orders", input, key), "acme", input);
  }

  /** One that is PENDING. */
  async pending(offerId: string, input: Parameters<OrderWorld["order"]>[1] = {}): Promise<string> {
    return (idsIn(await this.order(offerId, input)) as { orderId: string }).orderId;
  }

  cancel(orderId: string, key?: string): Promise<Answer> {
    const request = this.world.request("POST /v1/orders/{id}/cancel", REASON, key, { id: orderId });
    return cancelOrder(this.deps, request, MERCHANT, orderId, REASON);
  }

  /** What its message does, whenever it comes. */
  expire(orderId: string) {
    return expireOnTime(this.deps, { tenantId: "acme", orderId });
  }

  /** A payment is accepted for it, or has ended without money. */
  async hold(orderId: string, paymentId = "pay_acme_1"): Promise<boolean> {
    return (
      await this.deps.tables.write(holdOrder({ tenantId: "acme", orderId, paymentId }, this.world.nowMs) as never)
    ).committed;
  }

  async release(orderId: string, paymentId = "pay_acme_1"): Promise<void> {
    const { reservedUntil } = await this.row(orderId);
    const write = releaseOrder({ tenantId: "acme", orderId, paymentId }, reservedUntil, this.world.nowMs);
    await this.deps.tables.write(write as never);
  }

  /** The table's stream: what was announced is sent. */
  async relay(): Promise<void> {
    const rows = (await this.world.rows("OUT#", "#")) as unknown as (OutboxRow & Item)[];
    await relayOutbox(
      this.deps,
      rows.filter(({ duePk }) => duePk !== undefined),
    );
  }

  /** What was sent, and when it arrives from now on. */
  messages(): { orderId: string; inMs: number }[] {
    return this.world.jobs
      .filter((message): message is { job: OrderJob; at: number } => message.job.queue === "orders")
      .map(({ job, at }) => ({ orderId: job.body.orderId, inMs: at - this.world.nowMs }));
  }

  async row(orderId: string): Promise<Purchase> {
    return (await this.world.rows(`ORDER#acme#${orderId}`))[0] as unknown as Purchase;
  }

  async stock(offerId: string): Promise<Stock> {
    return (await getOffer(this.deps, MERCHANT, offerId)).stock as Stock;
  }

  /** How many of what is counted the user holds. */
  async held(userId = "alice"): Promise<number> {
    const rows = (await this.world.rows("QUOTA#acme")).filter(({ pk }) =>
      String(pk).endsWith(`#${this.deps.vault.personMark("acme", "user", userId)}`),
    );
    return rows.reduce((sum, { held }) => sum + Number(held), 0);
  }

  async #scan(table: "main" | "transient"): Promise<Row[]> {
    const { client, [table]: TableName } = this.world.tables;
    return ((await client.send(new ScanCommand({ TableName, ConsistentRead: true }))).Items ?? []) as Row[];
  }

  /** What idempotency keys have kept. */
  keys(): Promise<Row[]> {
    return this.#scan("transient");
  }

  async violations() {
    const [main, transient] = [await this.#scan("main"), await this.#scan("transient")];
    const { announced } = this.world;
    return findViolations({ main, transient, announced, effects: { exchange: [], channel: [] }, calls: [] });
  }
}

export function idsIn(answer: Answer): Record<string, unknown> {
  return answer.body as Record<string, unknown>;
}

/** `PENDING`, or the code of the refusal, also of one that is thrown. */
export async function outcomeOf(answer: Promise<Answer>): Promise<string> {
  try {
    const { status, code } = idsIn(await answer);
    return String(code ?? status);
  } catch (error) {
    return String((error as { code?: string }).code ?? error);
  }
}
