import { RetryableError, TerminalError } from "../../foundation/domain/errors.ts";
import { makeId, uniqueOf } from "../../foundation/domain/ids.ts";
import type { Money } from "../../foundation/domain/money.ts";
import type { Answer, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { commit, newRecord, refuse } from "../../foundation/services/idempotency.ts";
import { announce } from "../../foundation/store/outbox-store.ts";
import type { ChannelName } from "../domain/channel.ts";
import { endedUnpaid, type Payment } from "../domain/payment.ts";
import { executionNameOf, type Saga } from "../domain/saga.ts";
import { acceptPayment, checkEndedUnpaid, readOrderNo, readPayment, takeOrderNo } from "../store/payment-store.ts";
import { startSaga } from "../store/saga-store.ts";
import type { ChannelDeps } from "./deps.ts";
import { orderNoOf } from "./orders.ts";

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
  deps: ChannelDeps & VaultDeps,
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
  if (input.orderId !== undefined && (await orderNoOf(deps, tenantId, input.orderId)) !== input.orderNo) {
    throw new TerminalError("order-not-found", "there is no such order", {
      errors: [{ pointer: "/orderId", detail: "names no order of yours with this orderNo" }],
    });
  }
  const deadline = nowMs + deps.limits.orderExpiryMs;
  const payment = newPayment(deps, tenantId, input, { keyId: request.keyId, deadline, nowMs });
  const saga = newSaga(payment, deadline, nowMs);
  const { paymentId, sagaId, orderId } = payment;
  const answer = { httpStatus: 202, body: { paymentId, sagaId, orderId, status: payment.state } };
  let replaced: string | undefined;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const dueAt = nowMs + deps.limits.sweepGraceMs;
    const job = { queue: "sagas" as const, body: { tenantId, sagaId, executionName: executionNameOf(saga) } };
    const writes = [
      takeOrderNo(payment, replaced),
      acceptPayment(replaced === undefined ? payment : { ...payment, replaces: replaced }),
      startSaga(saga, dueAt),
      announce(job, sagaId, deps.random.ulid(nowMs), dueAt),
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

function newPayment(
  deps: Deps,
  tenantId: string,
  input: PaymentInput,
  { keyId, deadline, nowMs }: { keyId: string; deadline: number; nowMs: number },
): Payment {
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
    keyId,
    state: "PROCESSING",
    deadline,
    refundable: 0,
    refunded: 0,
    createdAt: nowMs,
    updatedAt: nowMs,
    stateSk: uniqueOf(paymentId),
  };
}

function newSaga(payment: Payment, deadline: number, nowMs: number): Saga {
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
    deadline,
    openSteps: 0,
    resumes: 0,
    createdAt: nowMs,
    updatedAt: nowMs,
    stateSk: uniqueOf(sagaId),
  };
}
