import { TerminalError } from "../../foundation/domain/errors.ts";
import { makeId, uniqueOf } from "../../foundation/domain/ids.ts";
import type { Money } from "../../foundation/domain/money.ts";
import { decideAndCommit } from "../../foundation/services/decide-and-commit.ts";
import type { Answer, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { newRecord, type Refused, replay } from "../../foundation/services/idempotency.ts";
import { readRecord } from "../../foundation/store/idempotency-store.ts";
import { announce } from "../../foundation/store/outbox-store.ts";
import type { Write } from "../../foundation/store/table.ts";
import {
  checkOrderOver,
  type OrderNumber,
  payUnderNumber,
  takeNumberForPayment,
} from "../../orders/store/order-no-store.ts";
import { holdOrder } from "../../orders/store/order-store.ts";
import type { ChannelName } from "../domain/channel.ts";
import type { Payment } from "../domain/payment.ts";
import { executionNameOf, type Saga } from "../domain/saga.ts";
import { acceptPayment, checkEndedUnpaid } from "../store/payment-store.ts";
import { startSaga } from "../store/saga-store.ts";
import type { ChannelDeps } from "./deps.ts";
import { findOrderToPay, type OrderToPay, refusalOf } from "./order-to-pay.ts";

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
    // It may have been there when the key was answered.
    const known = await readRecord(deps.tables, entry, nowMs);
    if (known) return replay(deps, known, entry, nowMs);
    throw new TerminalError("channel-not-configured", "this merchant has no usable channel of this name", {
      errors: [{ pointer: "/channel", detail: "names a channel that is not configured, or is configured incorrectly" }],
    });
  }
  const deadline = nowMs + deps.limits.orderExpiryMs;
  const make = (unique: string) => newPayment(deps, tenantId, input, { unique, keyId: request.keyId, deadline, nowMs });
  let made = make(deps.random.ulid(nowMs));
  const saga = newSaga(made, deadline, nowMs);
  const { sagaId } = saga;
  const dueAt = nowMs + deps.limits.sweepGraceMs;
  const job = { queue: "sagas", body: { tenantId, sagaId, executionName: executionNameOf(saga) } } as const;
  // Of most payments the number is free: nothing is read before that is known to be otherwise.
  let found: OrderToPay | Refused = input.orderId === undefined ? {} : await findOrderToPay(deps, tenantId, input);
  return decideAndCommit(deps, request, {
    resourceId: made.paymentId,
    busy: "many payments of this order came at once",
    entry,
    decide: () => {
      if ("code" in found) return found;
      const refusal = found.purchase && refusalOf(found.purchase, input.amount, nowMs);
      if (refusal) return refusal;
      const { payment, writes } = forOrder(made, found, nowMs);
      return {
        answer: { httpStatus: 202, body: acceptedView(payment) },
        writes: [
          ...writes,
          startSaga({ ...saga, paymentId: payment.paymentId }, dueAt),
          announce(job, sagaId, deps.random.ulid(nowMs), dueAt),
        ],
        onCommit: () => deps.metrics.count("PaymentAccepted"),
      };
    },
    onLost: (paymentId) => {
      made = { ...make(uniqueOf(paymentId)), sagaId };
    },
    // Lost only to another payment of the same order, or to what became of the order.
    onOvertaken: async ([refusedNumber]) => {
      found = await findOrderToPay(deps, tenantId, input, refusedNumber?.old as OrderNumber | undefined);
      return "code" in found ? found : undefined;
    },
  });
}

/** The payment with the writes that let it in: it pays an offer's order and holds it, or takes the number for an order of its own. */
function forOrder(made: Payment, found: OrderToPay, nowMs: number): { payment: Payment; writes: Write[] } {
  const { tenantId } = made;
  const { number, purchase } = found;
  const before = number?.paymentId;
  const payment = {
    ...made,
    ...(purchase ? { orderId: purchase.orderId, paysPurchase: true as const } : {}),
    ...(before === undefined ? {} : { replaces: before }),
  };
  const accepted = acceptPayment(payment);
  if (found.purchase)
    return { payment, writes: [payUnderNumber(payment, found.number), accepted, holdOrder(payment, nowMs)] };
  return {
    payment,
    writes: [
      takeNumberForPayment(payment, number),
      accepted,
      ...(before === undefined ? [] : [checkEndedUnpaid({ tenantId, paymentId: before })]),
      ...(number?.orderId === undefined ? [] : [checkOrderOver({ tenantId, orderId: number.orderId })]),
    ],
  };
}

function newPayment(
  deps: VaultDeps,
  tenantId: string,
  input: PaymentInput,
  { unique, keyId, deadline, nowMs }: { unique: string; keyId: string; deadline: number; nowMs: number },
): Payment {
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
    ...(customerId === undefined
      ? {}
      : { customerId, customerMark: deps.vault.personMark(tenantId, "customer", customerId) }),
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

function acceptedView({ paymentId, sagaId, orderId, state }: Payment) {
  return { paymentId, sagaId, orderId, status: state };
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
