import type { Answer, Caller } from "../../../../core/foundation/services/deps.ts";
import { underKey } from "../../../../core/foundation/services/under-key.ts";
import type { Account } from "../../../../core/redemptions/domain/account.ts";
import type { BatchSubmission } from "../../../../core/redemptions/domain/batch.ts";
import type { Redemption } from "../../../../core/redemptions/domain/redemption.ts";
import { submitBatch } from "../../../../core/redemptions/services/redemption-batches.ts";
import { workRedemption } from "../../../../core/redemptions/services/redemption-work.ts";
import { submitRedemption } from "../../../../core/redemptions/services/redemptions.ts";
import { storedBatch } from "../../../../core/redemptions/services/stored-batch.ts";
import type { World } from "../../../support/world.ts";

export const MERCHANT: Caller = { kind: "tenant", tenantId: "acme", keyId: "MERCHANT" };
export const OPERATOR: Caller = { kind: "operator", keyId: "OPERATOR" };
export const CODE = "TEST-1234-5678";

interface Input {
  planId: string;
  code?: string;
  batchId?: string;
  reference?: string;
}

/** `POST /v1/redemptions` of the tenant acme; a fresh key unless one is given. */
export function submit(world: World, input: Input, key?: string): Promise<Answer> {
  const body = { code: CODE, ...input };
  const request = world.request("POST /v1/redemptions", body, key);
  return underKey(world.deps, request, () => submitRedemption(world.deps, request, "acme", body));
}

/** `POST /v1/redemption-batches` of the tenant acme. */
export function submitItems(world: World, body: BatchSubmission, key?: string): Promise<Answer> {
  const request = world.request("POST /v1/redemption-batches", body, key);
  return underKey(world.deps, request, () => submitBatch(world.deps, request, "acme", body), storedBatch);
}

export const itemsOf = (...codes: string[]) => codes.map((code, index) => ({ reference: `r${index}`, code }));

// biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
export const bodyOf = (answer: Answer): any => answer.body;

export const redemptionId = (answer: Answer): string => String(bodyOf(answer).redemptionId);

export function refOf(world: World, code = CODE) {
  return { tenantId: "acme", redemptionId: world.deps.vault.redemptionId("acme", code) };
}

export async function redemptionRow(world: World, code = CODE): Promise<Redemption> {
  const [row] = await world.rows(`RDM#acme#${refOf(world, code).redemptionId}`);
  return row as unknown as Redemption;
}

export async function accountRow(world: World, accountId: string): Promise<Account & { selectionPk?: string }> {
  const [row] = await world.rows(`ACC#acme#${accountId}`);
  return row as unknown as Account;
}

/** One worker's invocation, as long as its function lives on the world's clock. */
export function work(world: World, code = CODE) {
  const endsAt = world.nowMs + world.deps.limits.exchange.timeoutSeconds * 1000;
  return workRedemption(world.deps, refOf(world, code), () => endsAt - world.nowMs);
}

/** Everything in the main table, in a fixed order: what must be the same when nothing was written. */
export async function everything(world: World) {
  const { items } = await world.scan();
  return items.sort((a, b) => (`${a.pk} ${a.sk}` < `${b.pk} ${b.sk}` ? -1 : 1));
}
