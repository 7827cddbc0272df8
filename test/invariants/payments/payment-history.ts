import { createHash } from "node:crypto";
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { looseReviewId } from "../../../core/foundation/domain/review.ts";
import type { Answer, Caller, IdempotentRequest } from "../../../core/foundation/services/deps.ts";
import { closeReview } from "../../../core/foundation/services/reviews.ts";
import { cancelPayment } from "../../../core/payments/services/payment-cancel.ts";
import { getPayment } from "../../../core/payments/services/payment-reading.ts";
import { createPayment } from "../../../core/payments/services/payments.ts";
import { resolveRefund } from "../../../core/payments/services/refund-review.ts";
import { createRefund } from "../../../core/payments/services/refunds.ts";
import { resolveSaga } from "../../../core/payments/services/saga-review.ts";
import type { ClientCall, Expectations, Row, Snapshot } from "../../../invariants/snapshot.ts";
import { AMOUNT, MERCHANT, OPERATOR, PaymentWorld } from "../../support/payment-world.ts";
import type { ChargeKind } from "../../support/scripted-channel.ts";

/** What the history has one of each, by the name that the tests call it. */
const KINDS = {
  paid: "ok",
  partly: "ok",
  returned: "ok",
  slow: "reply-lost-ok",
  declined: "declined",
  clicked: "action",
  refused: "action",
  cancelled: "action",
  late: "late-success",
  parked: "unknown-forever",
  decided: "unknown-forever",
  byHand: "ok",
} as const satisfies Record<string, ChargeKind>;

export type PaymentName = keyof typeof KINDS;

export interface PaymentHistory {
  snapshot: Snapshot;
  expectations: Expectations;
  ids: Record<PaymentName, string>;
}

/** One of everything that may happen to a payment, by the real services over the real engine. */
export async function paymentHistory(): Promise<PaymentHistory> {
  const payments = await PaymentWorld.create();
  const { world, channel, deps } = payments;
  const calls: ClientCall[] = [];
  const send = async (route: string, key: string, caller: Caller, content: Content, work: Work) => {
    const { id, body } = content;
    const ownerId = caller.kind === "tenant" ? caller.tenantId : "platform";
    const request = { ...world.request(route, body, key, id === undefined ? {} : { id }), ownerId };
    const fingerprint = createHash("sha256").update(JSON.stringify(request.content)).digest("hex");
    const sentAt = world.nowMs++;
    const { httpStatus: status, body: answer, replayed = false } = await work(request);
    const receivedAt = world.nowMs++;
    const call = { owner: ownerId, route, key, fingerprint, sentAt, receivedAt, status, replayed };
    calls.push({ ...call, body: JSON.stringify(answer) });
    return answer as Record<string, string>;
  };
  const read = async (id: string) => {
    const sentAt = world.nowMs++;
    const body = JSON.stringify(await getPayment(deps, MERCHANT, id));
    const at = { sentAt, receivedAt: world.nowMs++ };
    calls.push({ owner: "acme", route: "GET /v1/payments/{id}", fingerprint: id, status: 200, body, ...at });
  };

  const ids = {} as Record<PaymentName, string>;
  const sagaIds: Record<string, string> = {};
  for (const [name, paymentMethod] of Object.entries(KINDS)) {
    const body = { orderNo: `SO-${name}`, amount: AMOUNT, channel: "sandbox" as const, paymentMethod };
    const create = (request: IdempotentRequest) => createPayment(deps, request, "acme", body);
    const answer = await send("POST /v1/payments", name, MERCHANT, { body }, create);
    ids[name as PaymentName] = answer.paymentId ?? "";
    sagaIds[name] = answer.sagaId ?? "";
  }
  for (const id of Object.values(ids)) await read(id);
  await payments.settle();

  const tell = async (name: PaymentName, outcome: "paid" | "declined") => {
    const event = channel.act(ids[name], outcome, `evt_${name}`);
    await payments.webhook(event);
    await payments.webhook(event);
  };
  await tell("clicked", "paid");
  await tell("refused", "declined");
  const refund = (name: PaymentName, key: string, body: { amount?: typeof AMOUNT; reason: string }) =>
    send("POST /v1/payments/{id}/refunds", key, MERCHANT, { id: ids[name], body }, (request) =>
      createRefund(deps, request, MERCHANT, ids[name], body),
    );
  await refund("partly", "refund-1", { amount: { ...AMOUNT, amount: 300 }, reason: "a part" });
  await refund("partly", "refund-2", { amount: { ...AMOUNT, amount: 400 }, reason: "another part" });
  await refund("returned", "refund-3", { reason: "all of it" });
  for (const name of ["cancelled", "late"] as const) {
    const body = { reason: "changed their mind" };
    await send("POST /v1/payments/{id}/cancel", `cancel-${name}`, MERCHANT, { id: ids[name], body }, (request) =>
      cancelPayment(deps, request, MERCHANT, ids[name], body),
    );
  }
  await payments.settle();
  await tell("late", "paid");
  const found = { step: "ChargePayment", resolution: "SUCCEEDED", providerReference: "trade-found" } as const;
  const body = { ...found, reason: "it is in their books" };
  const id = sagaIds.decided ?? "";
  await send("POST /v1/sagas/{id}/resolve", "word", OPERATOR, { id, body }, (request) =>
    resolveSaga(deps, request, OPERATOR, id, body),
  );
  await payments.settle();
  channel.refunds = "unknown-forever";
  await refund("byHand", "refund-4", { amount: { ...AMOUNT, amount: 200 }, reason: "went back by hand" });
  await refund("byHand", "refund-5", { amount: { ...AMOUNT, amount: 300 }, reason: "did not go back" });
  await payments.webhook(channel.event(ids.byHand, "paid", { eventId: "evt_twice", providerReference: "trade-2" }));
  await payments.settle(3000);
  for (const parked of await payments.refunds()) {
    if (parked.state !== "NEEDS_REVIEW") continue;
    const resolution = parked.amount.amount === 200 ? ("SUCCEEDED" as const) : ("FAILED" as const);
    const word = { id: parked.refundId, body: { resolution, reason: "by their books" } };
    await send("POST /v1/refunds/{id}/resolve", `word-${resolution}`, OPERATOR, word, (request) =>
      resolveRefund(deps, request, OPERATOR, parked.refundId, word.body),
    );
  }
  const twice = { id: looseReviewId("acme", ids.byHand, "trade-2"), body: { reason: "given back at the vendor" } };
  await send("POST /v1/reviews/{id}/close", "close", OPERATOR, twice, (request) =>
    closeReview(deps, request, OPERATOR, twice.id, twice.body),
  );
  for (const each of Object.values(ids)) await read(each);

  const scan = async (TableName: string) =>
    ((await world.tables.client.send(new ScanCommand({ TableName }))).Items ?? []) as Row[];
  const [main, transient] = [await scan(world.tables.main), await scan(world.tables.transient)];
  await payments.drop();
  return {
    snapshot: {
      main,
      transient,
      announced: world.announced,
      effects: { exchange: [], channel: channel.effects },
      calls,
    },
    expectations: { settled: { mayNeedReview: (subject) => subject === ids.parked } },
    ids,
  };
}

interface Content {
  id?: string;
  body: object;
}

type Work = (request: IdempotentRequest) => Promise<Answer>;
