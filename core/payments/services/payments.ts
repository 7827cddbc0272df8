import { TerminalError } from "../../foundation/domain/errors.ts";
import { makeId, uniqueOf } from "../../foundation/domain/ids.ts";
import type { Money } from "../../foundation/domain/money.ts";
import { decideAndCommit } from "../../foundation/services/decide-and-commit.ts";
import type { Answer, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { newRecord, type Refused } from "../../foundation/services/idempotency.ts";
import { announce } from "../../foundation/store/outbox-store.ts";
import { type OrderNumber, readOrderNo, takeNumberForPayment } from "../../orders/store/order-no-store.ts";
import type { ChannelName } from "../domain/channel.ts";
import { endedUnpaid, type Payment } from "../domain/payment.ts";
import { executionNameOf, type Saga } from "../domain/saga.ts";
import { acceptPayment, checkEndedUnpaid, readPayment } from "../store/payment-store.ts";
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
    throw new TerminalError("channel-not-configured", "this merchant has no usable channel of this name", {
      errors: [{ pointer: "/channel", detail: "names a channel that is not configured, or is configured incorrectly" }],
    });
  }
  if (input.orderId !== undefined && (await orderNoOf(deps, tenantId, input.orderId)) !== input.orderNo) {
    throw new TerminalError("order-not-found", "there is no such order", {
      errors: [{ pointer: "/orderId", detail: "does not name an order of yours with this orderNo" }],
    });
  }
  const deadline = nowMs + deps.limits.orderExpiryMs;
  const payment = newPayment(deps, tenantId, input, { keyId: request.keyId, deadline, nowMs });
  const saga = newSaga(payment, deadline, nowMs);
  const { paymentId, sagaId, orderId } = payment;
  const answer = { httpStatus: 202, body: { paymentId, sagaId, orderId, status: payment.state } };
  const dueAt = nowMs + deps.limits.sweepGraceMs;
  const job = { queue: "sagas", body: { tenantId, sagaId, executionName: executionNameOf(saga) } } as const;
  let seen: OrderNumber | undefined;
  return decideAndCommit(deps, request, {
    resourceId: paymentId,
    busy: "many payments of this order number came at once",
    entry,
    decide: () => ({
      answer,
      writes: [
        takeNumberForPayment(payment, seen),
        acceptPayment(seen?.paymentId === undefined ? payment : { ...payment, replaces: seen.paymentId }),
        startSaga(saga, dueAt),
        announce(job, sagaId, deps.random.ulid(nowMs), dueAt),
        ...(seen?.paymentId === undefined ? [] : [checkEndedUnpaid({ tenantId, paymentId: seen.paymentId })]),
      ],
      onCommit: () => deps.metrics.count("PaymentAccepted"),
    }),
    // Lost only to another payment of the same order number.
    onOvertaken: async () => {
      const holder = await readOrderNo(deps.tables, tenantId, input.orderNo);
      const paymentId = holder?.paymentId;
      const held = paymentId === undefined ? undefined : await readPayment(deps.tables, { tenantId, paymentId });
      if (held && !endedUnpaid(held)) return orderTaken(held);
      seen = holder;
      return undefined;
    },
  });
}

function orderTaken({ paymentId, state }: Payment): Refused {
  const isPaid = state === "SUCCEEDED" || state === "REFUNDED" || state === "PARTIALLY_REFUNDED";
  const detail = `the order number belongs to ${paymentId}, which is ${state}`;
  const told = { detail, resourceId: paymentId, extensions: { paymentId } };
  return { code: isPaid ? "order-paid" : "order-in-progress", ...told };
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
