import { createHash } from "node:crypto";
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import type { Answer, Caller, IdempotentRequest } from "../../../../core/services/deps.ts";
import type { ClientCall, Expectations, Row, Snapshot } from "../../../../core/services/invariants/snapshot.ts";
import { cancelPayment } from "../../../../core/services/payment-cancel.ts";
import { createPayment, getPayment } from "../../../../core/services/payments.ts";
import { createRefund } from "../../../../core/services/refunds.ts";
import { resolveSaga } from "../../../../core/services/sagas.ts";
import { PaymentWorld } from "./payment-world.ts";

/** What the history has one of each, by the name that the tests call it. */
const METHODS = {
  paid: "pm_ok",
  partly: "pm_ok",
  returned: "pm_ok",
  slow: "pm_timeout_then_ok",
  declined: "pm_declined",
  clicked: "pm_action",
  refused: "pm_action",
  cancelled: "pm_action",
  late: "pm_late_success",
  parked: "pm_unknown_forever",
  decided: "pm_unknown_forever",
} as const;

export type PaymentName = keyof typeof METHODS;

export interface PaymentHistory {
  snapshot: Snapshot;
  expectations: Expectations;
  ids: Record<PaymentName, string>;
}

const AMOUNT = { amount: 2000, currency: "USD" };
const TENANT: Caller = { kind: "tenant", tenantId: "acme", keyId: "k" };
const OPERATOR: Caller = { kind: "operator", keyId: "k" };

/** One of everything that may happen to a payment, by the real services over the real engine. */
export async function paymentHistory(): Promise<PaymentHistory> {
  const payments = await PaymentWorld.create();
  const { world, channel } = payments;
  const { deps } = world;
  const calls: ClientCall[] = [];
  const send = async (route: string, key: string, path: Record<string, string>, body: object, work: Work) => {
    const ownerId = route.includes("/sagas/") ? "platform" : "acme";
    const request = { ...world.request(route, body, key, path), ownerId };
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
    const body = JSON.stringify(await getPayment(deps, TENANT, id));
    const at = { sentAt, receivedAt: world.nowMs++ };
    calls.push({ owner: "acme", route: "GET /v1/payments/{id}", fingerprint: id, status: 200, body, ...at });
  };

  const ids = {} as Record<PaymentName, string>;
  const sagaIds: Record<string, string> = {};
  for (const [name, paymentMethod] of Object.entries(METHODS)) {
    const input = { orderNo: `SO-${name}`, amount: AMOUNT, channel: "sandbox" as const, paymentMethod };
    const create = (request: IdempotentRequest) => createPayment(deps, request, "acme", input);
    const answer = await send("POST /v1/payments", name, {}, input, create);
    ids[name as PaymentName] = answer.paymentId ?? "";
    sagaIds[name] = answer.sagaId ?? "";
  }
  for (const id of Object.values(ids)) await read(id);
  await payments.settle();

  const told = async (name: PaymentName, type: string) => {
    const event = { eventId: `evt_${name}`, type, paymentId: ids[name], orderNo: `SO-${name}`, amount: AMOUNT };
    await payments.webhook(event);
    await payments.webhook(event);
  };
  channel.click(ids.clicked, "paid");
  await told("clicked", "charge.paid");
  channel.click(ids.refused, "declined");
  await told("refused", "charge.declined");
  const refund = (name: PaymentName, key: string, body: { amount?: typeof AMOUNT; reason: string }) =>
    send("POST /v1/payments/{id}/refunds", key, { id: ids[name] }, body, (request) =>
      createRefund(deps, request, TENANT, ids[name], body),
    );
  await refund("partly", "refund-1", { amount: { ...AMOUNT, amount: 500 }, reason: "a part" });
  await refund("partly", "refund-2", { amount: { ...AMOUNT, amount: 700 }, reason: "another part" });
  await refund("returned", "refund-3", { reason: "all of it" });
  for (const name of ["cancelled", "late"] as const) {
    const body = { reason: "changed their mind" };
    await send("POST /v1/payments/{id}/cancel", `cancel-${name}`, { id: ids[name] }, body, (request) =>
      cancelPayment(deps, request, TENANT, ids[name], body),
    );
  }
  await payments.settle();
  world.nowMs += 5000;
  await told("late", "charge.paid");
  const decided = sagaIds.decided ?? "";
  const word = {
    step: "ChargePayment" as const,
    resolution: "SUCCEEDED" as const,
    reason: "seen in the vendor's books",
  };
  await send("POST /v1/sagas/{id}/resolve", "word", { id: decided }, word, (request) =>
    resolveSaga(deps, request, OPERATOR, decided, word),
  );
  await payments.settle();
  for (const id of Object.values(ids)) await read(id);

  const scan = async (TableName: string) =>
    ((await world.tables.client.send(new ScanCommand({ TableName }))).Items ?? []) as Row[];
  const [main, transient] = [await scan(world.tables.main), await scan(world.tables.transient)];
  await world.drop();
  return {
    snapshot: { main, transient, effects: { exchange: [], channel: channel.effects }, calls },
    expectations: { settled: { mayNeedReview: (id) => id === ids.parked } },
    ids,
  };
}

type Work = (request: IdempotentRequest) => Promise<Answer>;
