import { InvariantError } from "../../foundation/domain/errors.ts";
import { DELAY_MAX_SECONDS, type OrderJobRef } from "../../foundation/domain/jobs.ts";
import type { Deps, JobDeps } from "../../foundation/services/deps.ts";
import { type Message, sweepJobs } from "../../foundation/services/due-rows.ts";
import { eachRow, throwFirst } from "../../foundation/services/each-row.ts";
import { DONE, type WorkResult } from "../../foundation/services/work-result.ts";
import { announce } from "../../foundation/store/outbox-store.ts";
import type { Write } from "../../foundation/store/table.ts";
import { isPurchase, type Purchase } from "../domain/order.ts";
import { expireOrder, readOrder, readOrders } from "../store/order-store.ts";
import { releaseWrites } from "./purchases.ts";

const SWEEP_MAX_ROWS = 4_000;
/** Each round loses to a payment that is accepted, or to a cancel: the next one finds it. */
const ROUNDS_MAX = 3;
/** Those of one offer end together, and meet at its stock: a few tenths of a second here are sooner than the next delivery. */
const CONFLICT_TRIES_MAX = 6;

/**
 * Beside a write that makes an order due. What ends soon has its message now, delayed to the moment; the sweeper hands out what
 * ends later, as it finds by the due index what was lost.
 */
export function announceExpiry(
  deps: Pick<Deps, "limits" | "random">,
  { tenantId, orderId, reservedUntil }: Pick<Purchase, "tenantId" | "orderId" | "reservedUntil">,
  nowMs: number,
): Write[] {
  if (reservedUntil - nowMs > DELAY_MAX_SECONDS * 1000) return [];
  const job = { queue: "orders", body: { tenantId, orderId } } as const;
  return [announce(job, orderId, deps.random.ulid(nowMs), nowMs + deps.limits.sweepGraceMs, reservedUntil)];
}

/** Its time may be over: looks at the row. While a payment holds it, the payment's saga sees to it. */
export async function expireOnTime(deps: Deps, ref: OrderJobRef): Promise<WorkResult> {
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const order = await readOrder(deps.tables, ref);
    if (!isPurchase(order)) throw new InvariantError("an order's message has no order of an offer");
    if (order.state !== "PENDING" || order.paymentId !== undefined) return DONE;
    const nowMs = deps.clock();
    if (nowMs < order.reservedUntil) return { kind: "again", delayMs: order.reservedUntil - nowMs };
    const writes = [expireOrder(order, nowMs), ...releaseWrites(order)];
    const result = await deps.tables.transact(writes, CONFLICT_TRIES_MAX);
    if (!result.committed) continue;
    deps.metrics.count("OrderExpired");
    return DONE;
  }
  throw new InvariantError("an order that is over cannot give back what it holds");
}

/** Orders whose time is over, or will be before the next sweep. */
export function sweepOrders(deps: JobDeps): Promise<{ resent: number }> {
  return sweepJobs(deps, {
    kind: "order",
    rows: "order",
    rowsMax: SWEEP_MAX_ROWS,
    patienceMs: deps.limits.sweepGraceMs,
    jobOf: ({ pk }) => {
      const [, tenantId = "", orderId = ""] = pk.split("#");
      return { queue: "orders", body: { tenantId, orderId } };
    },
    pass: async (messages) => {
      const parts = [deps.jobs.send, measureOverdue.bind(undefined, deps)];
      throwFirst(await eachRow(parts, (part) => part(messages)));
    },
  });
}

/** What holds stock and ought not to any more. One that a payment has taken meanwhile is not late. */
async function measureOverdue(deps: Deps, messages: readonly Message[]): Promise<void> {
  const over = messages.filter(({ delaySeconds }) => delaySeconds === 0);
  const refs = over.flatMap(({ job }) => (job.queue === "orders" ? [job.body] : []));
  const nowMs = deps.clock();
  const ages = (await readOrders(deps.tables, refs))
    .filter(isPurchase)
    .filter(({ state, paymentId }) => state === "PENDING" && paymentId === undefined)
    .map(({ reservedUntil }) => nowMs - reservedUntil);
  if (ages.length > 0) deps.metrics.gauge("OrderOverdueAge", Math.max(...ages), "Milliseconds");
}
