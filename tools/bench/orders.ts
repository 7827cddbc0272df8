import { createOffer } from "../../core/orders/services/offers.ts";
import { expireOnTime } from "../../core/orders/services/order-expiry.ts";
import { placeOrder } from "../../core/payments/services/order-numbers.ts";
import { benchDeps, newKey, request, TENANT } from "./bench-deps.ts";
import type { BenchTables } from "./bench-tables.ts";
import { checkEvents, consumedBy, told } from "./capacity.ts";
import { interleave, ms } from "./measure.ts";
import type { Report } from "./report.ts";

const ROUNDS = 200;
const STOCK = 10_000;
const OFFER = {
  name: "Bench",
  price: { amount: 1000, currency: "USD" },
  period: { unit: "month", count: 1 },
  onRepeat: "new",
  perUserLimit: 2,
  stock: STOCK,
} as const;

/** An order that holds stock and limit, its replay, and its end. */
export async function benchOrders(tables: BenchTables, report: Report): Promise<void> {
  const deps = benchDeps(tables);
  const made = await createOffer(deps, request("POST /v1/offers", OFFER), TENANT, OFFER);
  const { offerId } = made.body as { offerId: string };
  let users = 0;
  const newOrder = () => {
    const userId = `user-${++users}`;
    return { key: newKey(), body: { orderNo: `bench-${userId}`, offerId, userId } };
  };
  const place = async ({ key, body }: ReturnType<typeof newOrder>) => {
    const answer = await placeOrder(deps, request("POST /v1/orders", body, key), TENANT, body);
    return (answer.body as { orderId: string }).orderId;
  };
  const known = newOrder();
  await place(known);
  const { accept, replay } = await interleave(ROUNDS, tables.meter, {
    accept: { prepare: newOrder, run: place },
    replay: { prepare: () => known, run: place },
  });
  report.check("an order, requests", accept.requests, { atMost: 3, gate: true });
  report.check("its replay, requests", replay.requests, { atMost: 1, gate: true });
  report.note("an order, p50", ms(accept.p50));
  const placed = await consumedBy(tables, () => place(newOrder()));
  report.note("an order", told(placed));
  checkEvents(report, "an order", placed, 0);

  const late = { ...deps, clock: () => deps.clock() + deps.limits.reservationMs };
  const orderId = await place(newOrder());
  const expired = await consumedBy(tables, () => expireOnTime(late, { tenantId: TENANT, orderId }));
  report.check("its end, requests", expired.requests, { atMost: 2, gate: true });
  checkEvents(report, "its end", expired, 1);
}
