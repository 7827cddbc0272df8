import type { ChannelName } from "../domain/channel.ts";
import { RetryableError, TerminalError } from "../domain/errors.ts";
import { makeId, tenantOf, uniqueOf } from "../domain/ids.ts";
import type { Money } from "../domain/money.ts";
import { endedUnpaid, type Payment, type PaymentState, type Refund } from "../domain/payment.ts";
import { paymentTimeline } from "../domain/payment-timeline.ts";
import { paymentView, refundView } from "../domain/payment-view.ts";
import { executionNameOf, type Saga } from "../domain/saga.ts";
import { announceJob } from "../store/job-store.ts";
import { listOfPayments } from "../store/keys.ts";
import {
  acceptPayment,
  checkEndedUnpaid,
  readOrder,
  readOrderNo,
  readPayment,
  readPaymentStory,
  takeOrderNo,
} from "../store/payment-store.ts";
import { readSaga, startSaga } from "../store/saga-store.ts";
import type { Answer, Caller, Deps, IdempotentRequest } from "./deps.ts";
import { commit, newRecord, refuse } from "./idempotency.ts";
import { type Page, type PageOf, pageOf, partsOf, tenantsOf } from "./pages.ts";

export interface PaymentInput {
  orderNo: string;
  amount: Money;
  channel: ChannelName;
  paymentMethod?: string | undefined;
  customerId?: string | undefined;
  description?: string | undefined;
  returnUrl?: string | undefined;
  orderId?: string | undefined;
}

/** Each round loses only to another payment of the same order number. */
const ROUNDS_MAX = 3;
const BUSY_RETRY_AFTER_MS = 1000;

/** Accepts a payment: key, payment, order number, saga and message in one transaction, and no call to the outside. */
export async function createPayment(
  deps: Deps,
  request: IdempotentRequest,
  tenantId: string,
  input: PaymentInput,
): Promise<Answer> {
  const nowMs = deps.clock();
  const entry = newRecord(deps, request, nowMs);
  const channel = await deps.channels.find(tenantId, input.channel);
  if (!channel || channel.cannotCall) {
    throw new TerminalError("channel-not-configured", "this merchant has no such channel that can be used", {
      errors: [{ pointer: "/channel", detail: "names a channel that is not configured, or not correctly" }],
    });
  }
  const order = input.orderId === undefined ? undefined : await readOrder(deps.tables, tenantId, input.orderId);
  if (input.orderId !== undefined && order?.orderNo !== input.orderNo) {
    throw new TerminalError("order-not-found", "there is no such order", {
      errors: [{ pointer: "/orderId", detail: "names no order of yours with this orderNo" }],
    });
  }
  const payment = newPayment(deps, tenantId, input, nowMs);
  const saga = newSaga(deps, payment, nowMs);
  const { paymentId, sagaId, orderId } = payment;
  const answer = { httpStatus: 202, body: { paymentId, sagaId, orderId, status: payment.state } };
  let replaced: string | undefined;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const dueAt = nowMs + deps.limits.sweepGraceMs;
    const job = { queue: "sagas" as const, body: { tenantId, sagaId, executionName: executionNameOf(saga) } };
    const writes = [
      takeOrderNo(payment, replaced),
      acceptPayment(payment),
      startSaga(saga, dueAt),
      announceJob(job, sagaId, deps.random.ulid(nowMs), dueAt),
      ...(replaced === undefined ? [] : [checkEndedUnpaid({ tenantId, paymentId: replaced })]),
    ];
    const result = await commit(deps, entry, { answer, resourceId: paymentId, writes }, nowMs);
    if (result.kind === "replayed") return result.answer;
    if (result.kind === "committed") {
      deps.metrics.count("PaymentAccepted");
      return answer;
    }
    const holder = await readOrderNo(deps.tables, tenantId, input.orderNo);
    const held = holder && (await readPayment(deps.tables, { tenantId, paymentId: holder.paymentId }));
    if (held && !endedUnpaid(held)) return refuseTaken(deps, request, entry, held, nowMs);
    replaced = held?.paymentId;
  }
  throw new RetryableError("overloaded", "many payments of this order number came at once", BUSY_RETRY_AFTER_MS);
}

function refuseTaken(
  deps: Deps,
  request: IdempotentRequest,
  entry: ReturnType<typeof newRecord>,
  held: Payment,
  nowMs: number,
): Promise<Answer> {
  const paid = held.state === "SUCCEEDED" || held.state === "REFUNDED" || held.state === "PARTIALLY_REFUNDED";
  const { paymentId } = held;
  const detail = `the order number belongs to ${paymentId}, which is ${held.state}`;
  const code = paid ? ("order-paid" as const) : ("order-in-progress" as const);
  return refuse(deps, request, entry, { code, detail, resourceId: paymentId, extensions: { paymentId } }, nowMs);
}

function newPayment(deps: Deps, tenantId: string, input: PaymentInput, nowMs: number): Payment {
  const unique = deps.random.ulid(nowMs);
  const paymentId = makeId("pay", tenantId, unique);
  const { paymentMethod, customerId, description, returnUrl } = input;
  return {
    tenantId,
    paymentId,
    sagaId: makeId("sag", tenantId, deps.random.ulid(nowMs)),
    // As the payment that makes it: so an order finds its payment before its own row is there.
    orderId: input.orderId ?? makeId("ord", tenantId, unique),
    orderNo: input.orderNo,
    amount: input.amount,
    channel: input.channel,
    ...(paymentMethod === undefined ? {} : { paymentMethod }),
    ...(customerId === undefined ? {} : { customerId }),
    ...(description === undefined ? {} : { description }),
    ...(returnUrl === undefined ? {} : { returnUrl }),
    state: "PROCESSING",
    refundable: 0,
    refunded: 0,
    createdAt: nowMs,
    updatedAt: nowMs,
    stateSk: uniqueOf(paymentId),
  };
}

function newSaga(deps: Deps, payment: Payment, nowMs: number): Saga {
  const { tenantId, sagaId, paymentId } = payment;
  return {
    tenantId,
    sagaId,
    paymentId,
    state: "RUNNING",
    cursor: 0,
    version: 0,
    epoch: 0,
    driver: "",
    leaseUntil: 0,
    deadline: nowMs + deps.limits.orderExpiryMs,
    openSteps: 0,
    resumes: 0,
    createdAt: nowMs,
    updatedAt: nowMs,
    stateSk: uniqueOf(sagaId),
  };
}

export async function getPayment(deps: Deps, caller: Caller, paymentId: string) {
  const { payment, refunds } = await storyOf(deps, caller, paymentId);
  return { ...paymentView(payment), refunds: refunds.map(refundView) };
}

export async function getPaymentTimeline(deps: Deps, caller: Caller, paymentId: string) {
  const { payment, refunds, audits } = await storyOf(deps, caller, paymentId);
  const { steps, audits: sagaAudits } = await readSaga(deps.tables, payment);
  return { paymentId, items: paymentTimeline(payment, [...steps.values()], refunds, [...audits, ...sagaAudits]) };
}

async function storyOf(deps: Deps, caller: Caller, paymentId: string) {
  const tenantId = tenantOf(caller, "pay", paymentId);
  const { payment, refunds, audits } = await readPaymentStory(deps.tables, { tenantId, paymentId });
  if (!payment) throw new TerminalError("not-found", "there is no payment with this id");
  return { payment, refunds: refunds as unknown as Refund[], audits };
}

export async function listPayments(
  deps: Deps,
  caller: Caller,
  page: Page & { status?: PaymentState | undefined; orderNo?: string | undefined },
): Promise<PageOf<ReturnType<typeof paymentView>>> {
  const tenants = await tenantsOf(deps, caller, page);
  if (page.orderNo !== undefined) return byOrderNo(deps, tenants, page.orderNo, page.status);
  const { status } = page;
  return pageOf<Payment, ReturnType<typeof paymentView>>(deps, page, {
    parts: partsOf(tenants, "PAY", status && ((tenantId, shard) => listOfPayments(tenantId, status, shard))),
    keyOf: ({ pk, sk }) => ({ pk: String(pk), sk: String(sk) }),
    keep: (payment) => status === undefined || payment.state === status,
    view: paymentView,
  });
}

/** The payment that has the order number now; those it replaced took no money. */
async function byOrderNo(deps: Deps, tenants: string[], orderNo: string, status: PaymentState | undefined) {
  const found = await Promise.all(
    tenants.map(async (tenantId) => {
      const holder = await readOrderNo(deps.tables, tenantId, orderNo);
      return holder && readPayment(deps.tables, { tenantId, paymentId: holder.paymentId });
    }),
  );
  const items = found
    .filter((payment) => payment !== undefined)
    .filter((payment) => status === undefined || payment.state === status);
  return { items: items.map(paymentView), nextCursor: null };
}
