import { type ListParts, partsOf } from "../../core/foundation/services/list-parts.ts";
import { pageOf } from "../../core/foundation/services/pages.ts";
import type { Payment } from "../../core/payments/domain/payment.ts";
import { acceptPayment } from "../../core/payments/store/payment-store.ts";
import { benchDeps } from "./bench-deps.ts";
import { openTables } from "./bench-tables.ts";
import { interleave, ms, pairedRatio } from "./measure.ts";
import type { Report } from "./report.ts";
import { seed } from "./seeded.ts";

const MERCHANTS = 10_000;
/** Each one's own lists, asked one by one. */
const WALKED = 100;
const PAYMENTS_EACH = 3;
const PAGE_ITEMS = 25;
const ROUNDS = 20;
const FILE = "lists.db";
/** The partitions of the index, and the rows. */
const REQUESTS_MAX = 65;

/** A page of the newest payments of 10,000 merchants, against the lists of 100 merchants asked one by one, and against one merchant's. */
export async function benchLists(folder: string, report: Report): Promise<void> {
  const tenants = Array.from({ length: MERCHANTS }, (_, n) => `shop-${n}`);
  seed(
    folder,
    FILE,
    tenants.flatMap((tenantId, n) =>
      Array.from({ length: PAYMENTS_EACH }, (_, index) => payment(tenantId, n * PAYMENTS_EACH + index)),
    ),
  );
  const tables = await openTables(folder, FILE, false);
  const deps = benchDeps(tables);
  const listOf = (parts: ListParts) => ({
    prepare: () => undefined,
    run: async () => {
      const list = { parts, keep: () => true, view: (row: Payment) => row };
      const { items } = await pageOf<Payment, Payment>(deps, { limit: PAGE_ITEMS }, list);
      if (items.length === 0) throw new Error("the list is empty");
    },
  });
  const walked = tenants.slice(0, WALKED).flatMap((tenantId) => partsOf(tenantId, "PAY").partitions);
  try {
    const { all, each, own } = await interleave(ROUNDS, tables.meter, {
      all: listOf(partsOf(undefined, "PAY")),
      each: listOf({ index: "list", partitions: walked }),
      own: listOf(partsOf("shop-7", "PAY")),
    });
    report.check(`a page of ${MERCHANTS} merchants' payments, requests`, all.requests, {
      atMost: REQUESTS_MAX,
      gate: true,
      digits: 0,
      beside: `${own.requests} for one merchant's, ${each.requests} for the lists of ${WALKED} one by one`,
    });
    report.check(
      `a page of ${MERCHANTS} merchants' against the lists of ${WALKED} one by one, time`,
      pairedRatio(all, each),
      {
        atMost: 0.5,
        unit: " x",
        beside: `${ms(all.p50)} against ${ms(each.p50)}; one merchant's ${ms(own.p50)}`,
      },
    );
  } finally {
    await tables.stop();
  }
}

function payment(tenantId: string, n: number) {
  const unique = String(n).padStart(26, "0");
  const write = acceptPayment({
    tenantId,
    paymentId: `pay_${tenantId}_${unique}`,
    sagaId: `sag_${tenantId}_${unique}`,
    orderId: `ord_${tenantId}_${unique}`,
    orderNo: unique,
    amount: { amount: 1000, currency: "USD" },
    channel: "sandbox",
    state: "PROCESSING",
    refundable: 0,
    refunded: 0,
    createdAt: n,
    updatedAt: n,
    stateSk: unique,
  } as Payment);
  return write.kind === "put" ? write.item : {};
}
