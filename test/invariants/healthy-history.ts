import { createHash } from "node:crypto";
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import type { Answer, IdempotentRequest } from "../../core/foundation/services/deps.ts";
import { submitBatch } from "../../core/redemptions/services/redemption-batches.ts";
import { resolveRedemption } from "../../core/redemptions/services/redemption-review.ts";
import { getRedemption, submitRedemption } from "../../core/redemptions/services/redemptions.ts";
import type { ClientCall, Expectations, Row, Snapshot } from "../../invariants/snapshot.ts";
import type { Behaviour } from "../support/scripted-exchange.ts";
import { World } from "../support/world.ts";

const BEHAVIOURS: Record<string, Behaviour> = {
  "CARD-GOOD-0001": "ok",
  "CARD-GOOD-0002": "ok",
  "CARD-SLOW-0003": "reply-lost",
  "CARD-FAIL-0004": "declined",
  "CARD-DEAF-0005": "never",
  "CARD-DEAF-0006": "never",
  "CARD-ONCE-0007": "error-once",
};

export const CODES = Object.keys(BEHAVIOURS);

export interface History {
  snapshot: Snapshot;
  expectations: Expectations;
  /** By code. */
  redemptionIds: Record<string, string>;
}

/** One of everything that may happen to a redemption, by the real services over the real engine. */
export async function healthyHistory(): Promise<History> {
  const world = await World.create({ behaviour: (code) => BEHAVIOURS[code] ?? "ok" });
  const calls: ClientCall[] = [];
  const send = async (request: IdempotentRequest, work: () => Promise<Answer>) => {
    const { ownerId: owner, route, key, content } = request;
    const fingerprint = createHash("sha256").update(JSON.stringify(content)).digest("hex");
    const sentAt = world.nowMs++;
    const { httpStatus: status, body, replayed = false } = await work();
    const receivedAt = world.nowMs++;
    calls.push({ owner, route, key, fingerprint, sentAt, receivedAt, status, body: JSON.stringify(body), replayed });
    return body as Record<string, unknown>;
  };
  const read = async (redemptionId: string) => {
    const sentAt = world.nowMs++;
    const body = await getRedemption(world.deps, { kind: "tenant", tenantId: "acme", keyId: "k" }, redemptionId);
    const answer = { status: 200, body: JSON.stringify(body), sentAt, receivedAt: world.nowMs++ };
    calls.push({ owner: "acme", route: "GET /v1/redemptions/{id}", fingerprint: redemptionId, ...answer });
  };

  const planId = await world.plan(2000);
  for (let count = 0; count < 6; count++) await world.account();
  const single = { planId, code: "CARD-GOOD-0001" };
  const one = world.request("POST /v1/redemptions", single, "single");
  const accepted = await send(one, () => submitRedemption(world.deps, one, "acme", single));
  await send(one, () => submitRedemption(world.deps, one, "acme", single));
  await read(String(accepted.redemptionId));

  const codes = ["CARD-GOOD-0002", "card good 0002", "no", ...CODES.slice(2)];
  const items = codes.map((code, index) => ({ reference: `line-${index}`, code }));
  const batch = { planId, batchId: "batch-1", mode: "partial" as const, items };
  for (const key of ["batch", "batch", "batch-again"]) {
    const request = world.request("POST /v1/redemption-batches", batch, key);
    await send(request, () => submitBatch(world.deps, request, "acme", batch));
    await world.settle();
  }
  await read(String(accepted.redemptionId));
  const redemptionIds = Object.fromEntries(CODES.map((code) => [code, world.deps.vault.redemptionId("acme", code)]));
  const parked = redemptionIds["CARD-DEAF-0005"] ?? "";
  const word = {
    resolution: "SUCCEEDED" as const,
    amount: { amount: 700, currency: "USD" },
    reason: "seen at the vendor",
  };
  const route = "POST /v1/redemptions/{id}/resolve";
  const resolve = { ...world.request(route, word, "word", { id: parked }), ownerId: "platform" };
  await send(resolve, () => resolveRedemption(world.deps, resolve, { kind: "operator", keyId: "k" }, parked, word));

  const scan = async (TableName: string) =>
    ((await world.tables.client.send(new ScanCommand({ TableName }))).Items ?? []) as Row[];
  const [main, transient] = [await scan(world.tables.main), await scan(world.tables.transient)];
  const exchange = world.exchange.effects.map((effect) => ({ ...effect, currency: "USD" }));
  await world.drop();
  return {
    snapshot: { main, transient, announced: world.announced, effects: { exchange, channel: [] }, calls },
    expectations: { settled: { mayNeedReview: (id) => id === redemptionIds["CARD-DEAF-0006"] } },
    redemptionIds,
  };
}
