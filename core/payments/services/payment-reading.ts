import type { PaymentView } from "../../../contract/answers/payments.ts";
import { TerminalError } from "../../foundation/domain/errors.ts";
import { makeId, tenantOf } from "../../foundation/domain/ids.ts";
import { atMost } from "../../foundation/services/at-most.ts";
import type { Caller, Deps } from "../../foundation/services/deps.ts";
import { tenantsOf } from "../../foundation/services/list-parts.ts";
import { decodeCursor, encodeCursor, listByStatus, type Page, type PageOf } from "../../foundation/services/pages.ts";
import { readOrderNo } from "../../orders/store/order-no-store.ts";
import type { Payment, PaymentState } from "../domain/payment.ts";
import { paymentTimeline } from "../domain/payment-timeline.ts";
import { paymentView } from "../domain/payment-view.ts";
import { listOfPayments } from "../store/keys.ts";
import { readPayment, readPaymentStory } from "../store/payment-store.ts";
import { readSaga } from "../store/saga-store.ts";
import { refundsOf } from "./refund-reading.ts";

/** A page's payments each read their refunds: as many requests as a batch has items. */
const READS_AT_ONCE = 25;
/** An order number whose payments were refused so often is read on with the next page. */
const CHAIN_READS_MAX = 200;

interface Wanted {
  status?: PaymentState | undefined;
  orderNo?: string | undefined;
}

export async function getPayment(deps: Deps, caller: Caller, paymentId: string): Promise<PaymentView> {
  const ref = { tenantId: tenantOf(caller, "pay", paymentId), paymentId };
  const [payment, refunds] = await Promise.all([readPayment(deps.tables, ref), refundsOf(deps, ref)]);
  if (!payment) throw new TerminalError("not-found", "there is no payment with this id");
  return paymentView(payment, refunds);
}

export async function getPaymentTimeline(deps: Deps, caller: Caller, paymentId: string) {
  const tenantId = tenantOf(caller, "pay", paymentId);
  const { payment, refunds, audits } = await readPaymentStory(deps.tables, { tenantId, paymentId });
  if (!payment) throw new TerminalError("not-found", "there is no payment with this id");
  const { steps, audits: sagaAudits } = await readSaga(deps.tables, payment);
  return { paymentId, items: paymentTimeline(payment, [...steps.values()], refunds, [...audits, ...sagaAudits]) };
}

export async function listPayments(deps: Deps, caller: Caller, page: Page & Wanted): Promise<PageOf<PaymentView>> {
  const { items, nextCursor } =
    page.orderNo === undefined
      ? await listByStatus(deps, caller, page, {
          kind: "PAY",
          partitionOf: listOfPayments,
          statusOf: ({ state }: Payment) => state,
          view: (payment) => payment,
        })
      : await byOrderNo(deps, await tenantsOf(deps, caller, page), { ...page, orderNo: page.orderNo });
  const view = async (payment: Payment) => paymentView(payment, await refundsOf(deps, payment));
  return { items: await atMost(READS_AT_ONCE, items, view), nextCursor };
}

/** The payment that has the order number now, then those that it took the place of: each names the one before it. */
async function byOrderNo(
  deps: Deps,
  tenants: string[],
  page: Page & Wanted & { orderNo: string },
): Promise<PageOf<Payment>> {
  const before = page.cursor === undefined ? undefined : decodeCursor(page.cursor);
  const chains = await atMost(READS_AT_ONCE, tenants, (tenantId) => chainOf(deps, tenantId, page.orderNo, before));
  const end = chains
    .flatMap(({ end }) => end ?? [])
    .sort()
    .at(-1);
  const found = chains.flatMap(({ payments }) => payments);
  const wanted = (tenants.length === 1 ? found : merged(found, end)).filter(
    ({ state }) => page.status === undefined || state === page.status,
  );
  const items = wanted.slice(0, page.limit);
  const last = wanted.length > page.limit ? items.at(-1)?.stateSk : end;
  return { items, nextCursor: last === undefined ? null : encodeCursor(last) };
}

/** Several tenants'. Beyond the end of a chain that is not read out, the others' would come too early. */
function merged(found: readonly Payment[], end: string | undefined): Payment[] {
  return found
    .filter(({ stateSk }) => end === undefined || stateSk >= end)
    .sort((a, b) => (a.stateSk < b.stateSk ? 1 : -1));
}

/** One tenant's payments of an order number that are older than `before`. `end`: the last that was read, when there are more. */
async function chainOf(
  deps: Deps,
  tenantId: string,
  orderNo: string,
  before: string | undefined,
): Promise<{ payments: Payment[]; end?: string }> {
  const read = (paymentId: string) => readPayment(deps.tables, { tenantId, paymentId });
  const known = before === undefined ? undefined : await read(makeId("pay", tenantId, before));
  const isNext = known?.orderNo === orderNo;
  let next = isNext ? known.replaces : (await readOrderNo(deps.tables, tenantId, orderNo))?.paymentId;
  const payments: Payment[] = [];
  for (let reads = 0; next !== undefined; reads++) {
    const end = payments.at(-1)?.stateSk;
    if (reads >= CHAIN_READS_MAX && end !== undefined) return { payments, end };
    const payment = await read(next);
    next = payment?.replaces;
    if (payment && (isNext || before === undefined || payment.stateSk < before)) payments.push(payment);
  }
  return { payments };
}
