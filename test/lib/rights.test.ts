import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { codesOf } from "../../contract/refusals.ts";
import { ROUTES, type RouteKey } from "../../contract/routes.ts";
import { createApiKey, verifyApiKey } from "../../core/access/services/api-keys.ts";
import { noteUse } from "../../core/access/services/key-use.ts";
import { letThrough } from "../../core/access/services/request-rate.ts";
import { countFailing } from "../../core/events/store/endpoint-health-store.ts";
import { CONTRACT } from "../../core/foundation/domain/limits.ts";
import { listAudits } from "../../core/foundation/services/audits.ts";
import type { Caller } from "../../core/foundation/services/deps.ts";
import { findByKey } from "../../core/foundation/services/idempotency.ts";
import { relayOutbox, sweepOutbox } from "../../core/foundation/services/outbox.ts";
import { getOverview } from "../../core/foundation/services/overview.ts";
import { underKey } from "../../core/foundation/services/under-key.ts";
import { readRecord } from "../../core/foundation/store/idempotency-store.ts";
import type { OutboxRow } from "../../core/foundation/store/outbox-store.ts";
import { Tables } from "../../core/foundation/store/table.ts";
import type { BatchSubmission } from "../../core/redemptions/domain/batch.ts";
import type { Redemption } from "../../core/redemptions/domain/redemption.ts";
import { releaseAccount } from "../../core/redemptions/services/account-release.ts";
import {
  changeLoginStatus,
  createAccount,
  getAccount,
  listAccounts,
} from "../../core/redemptions/services/accounts.ts";
import { getBatch } from "../../core/redemptions/services/batch-reading.ts";
import { createPlan, getPlan, listPlans } from "../../core/redemptions/services/plans.ts";
import { submitBatch } from "../../core/redemptions/services/redemption-batches.ts";
import { type Resolution, resolveRedemption } from "../../core/redemptions/services/redemption-review.ts";
import { sweepRedemptions } from "../../core/redemptions/services/redemption-sweep.ts";
import { workRedemption } from "../../core/redemptions/services/redemption-work.ts";
import {
  getRedemption,
  getTimeline,
  listRedemptions,
  submitRedemption,
} from "../../core/redemptions/services/redemptions.ts";
import { accountKey } from "../../core/redemptions/store/keys.ts";
import type { AllDeps } from "../../lambdas/runtime/all-deps.ts";
import { judgeChanges } from "../../lambdas/schedule/judge-changes.ts";
import { FUNCTIONS, type FunctionName, type FunctionRow, functionNames } from "../../lib/functions.ts";
import { rotatingVault } from "../support/rotating-vault.ts";
import { World } from "../support/world.ts";
import { recorder } from "./request-recorder.ts";
import { useAccess } from "./use-access.ts";
import { useCodes } from "./use-codes.ts";
import { useEvents } from "./use-events.ts";
import { useLookUps } from "./use-look-ups.ts";
import { useNotifications } from "./use-notifications.ts";
import { useOrders } from "./use-orders.ts";
import { usePayments } from "./use-payments.ts";
import { usePrivacy } from "./use-privacy.ts";
import { useWithdrawals } from "./use-withdrawals.ts";

/**
 * No AWS here refuses a request, so this is where a missing right is found: every service runs as the function that it is
 * deployed in, and what it asked of the tables must be exactly what the function may.
 */

type Name = Exclude<FunctionName, `sandbox-${string}`>;
const NAMES = functionNames(false) as Name[];
const OPERATOR: Caller = { kind: "operator", keyId: "operator" };
const TENANT: Caller = { kind: "tenant", tenantId: "acme", keyId: "acme" };
const PAGE = { limit: 10 };

/** A merchant's requests are counted there. */
const MERCHANTS_CALL: ReadonlySet<string> = new Set(
  (Object.keys(ROUTES) as RouteKey[])
    .filter((key) => codesOf(key).includes("rate-limited"))
    .map((key) => ROUTES[key].function),
);

let world: World;
let apiKey: string;
let planId: string;
let accountId: string;
let records: Record<Name, ReturnType<typeof recorder>>;
let as: Record<Name, AllDeps>;

beforeAll(async () => {
  // The begin of a code says what the exchange does with it.
  const behaviour = (code: string) =>
    code.startsWith("NEVER") ? "never" : code.startsWith("DECLINED") ? "declined" : "ok";
  world = await World.create({ behaviour });
  const { client, drop: _, ...names } = world.tables;
  records = Object.fromEntries(NAMES.map((name) => [name, recorder(client, names)])) as typeof records;
  as = Object.fromEntries(
    NAMES.map((name) => {
      const options = { ...names, client: records[name].client, fraction: Math.random, pause: async () => {} };
      return [name, { ...world.deps, tables: new Tables(options) }];
    }),
  ) as typeof as;
  const registry = { ...world.deps, randomBytes: world.deps.random.bytes };
  ({ apiKey } = await createApiKey(registry, { tenantId: "acme", scopes: ["redemptions"] }));
  await setUp();
  await submit();
  await runAll();
  await retryAndRead();
  await operate();
  await usePayments(world, as);
  await useCodes(world, as);
  await useWithdrawals(world, as);
  await useNotifications(world, as, records["notification-worker"].used);
  await useOrders(world, as);
  await useAccess(world, as);
  await useEvents(world, as);
  await useLookUps(world, as);
  const failingEndpoints = () => countFailing(as["overview-api"].tables);
  await getOverview({ ...as["overview-api"], queueDepths: async () => [], failingEndpoints });
  await lookAtAll();
  await usePrivacy(world, as);
  // Last, so that whatever is audited is there to be read.
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined)
    cursor = (await listAudits(as["operator-api"], { limit: 100, cursor })).nextCursor ?? undefined;
  const open: readonly Name[] = ["webhooks-api", "console-api"];
  for (const name of NAMES.filter((each) => each.endsWith("-api") && !open.includes(each))) {
    const { caller } = await verifyApiKey(as[name], apiKey);
    await noteUse(as[name], caller.keyId);
    if (!MERCHANTS_CALL.has(name)) continue;
    for (let n = 0; n < CONTRACT.requestLot; n++) await letThrough(as[name], "acme", world.deps.limits.requestLimit);
  }
}, 240_000);
afterAll(() => world.drop());

async function setUp(): Promise<void> {
  const deps = as["setup-api"];
  const plan = { name: "Plan", country: "US", target: { amount: 1_000_000, currency: "USD" } };
  const account = { country: "US", currency: "USD" };
  const created = await createPlan(deps, world.request("POST /v1/plans", plan), "acme", plan);
  planId = String((created.body as { planId: string }).planId);
  for (let n = 0; n < 6; n++) {
    const added = await createAccount(deps, world.request("POST /v1/accounts", account), "acme", account);
    accountId = String((added.body as { accountId: string }).accountId);
  }
  for (const loginStatus of ["INACTIVE", "ACTIVE"] as const) {
    const request = world.request("PATCH /v1/accounts/{id}", { loginStatus });
    await changeLoginStatus(deps, request, OPERATOR, accountId, { loginStatus });
  }
  // What is not there is no final answer, so the key is read first.
  const gone = { loginStatus: "ACTIVE" as const };
  const ask = world.request("PATCH /v1/accounts/{id}", gone);
  const change = () => changeLoginStatus(deps, ask, OPERATOR, accountId.replace(/.{26}$/, "0".repeat(26)), gone);
  await expect(underKey(deps, ask, change)).rejects.toThrow();
  await getPlan(deps, TENANT, planId);
  for (const caller of [OPERATOR, TENANT]) await listPlans(deps, caller, PAGE);
  await getAccount(deps, TENANT, accountId);
  for (const status of [undefined, "WAITING"] as const) await listAccounts(deps, TENANT, { ...PAGE, status });
  for (const status of [undefined, "WAITING"] as const) await listAccounts(deps, OPERATOR, { ...PAGE, status });
}

async function submitOne(code: string, plan = planId): Promise<string> {
  const body = { code, planId: plan, batchId: "singles" };
  const answer = await submitRedemption(
    as["redemptions-api"],
    world.request("POST /v1/redemptions", body),
    "acme",
    body,
  );
  return String((answer.body as { redemptionId: string }).redemptionId);
}

async function submit(): Promise<void> {
  const deps = as["redemptions-api"];
  for (const code of ["OK-0001", "DECLINED-0001", "NEVER-0001", "NEVER-0002"]) await submitOne(code);
  // No account has this currency: it waits until it is too old.
  const elsewhere = { name: "Elsewhere", country: "DE", target: { amount: 1000, currency: "EUR" } };
  const created = await createPlan(as["setup-api"], world.request("POST /v1/plans", elsewhere), "acme", elsewhere);
  await submitOne("OK-0002", String((created.body as { planId: string }).planId));
  for (const mode of ["partial", "atomic"] as const) {
    const items = [{ reference: "1", code: `OK-${mode}` }];
    const batch: BatchSubmission = { batchId: mode, planId, mode, items };
    await submitBatch(deps, world.request("POST /v1/redemption-batches", batch, `batch-${mode}`), "acme", batch);
    await getBatch(deps, TENANT, mode, PAGE);
  }
  // While one pepper takes the place of another, a new card is not known by the other either.
  const body = { code: "OK-0003", planId, batchId: "rotation" };
  const request = world.request("POST /v1/redemptions", body);
  await submitRedemption({ ...deps, vault: rotatingVault(2) }, request, "acme", body);
  // Read only by a batch that was overtaken by its own retry.
  const entry = { ownerId: "acme", key: "batch-partial", route: "POST /v1/redemption-batches" };
  expect(await readRecord(deps.tables, entry, world.nowMs)).toBeDefined();
}

/** The relay takes one row; the sweeper finds the others, and the worker works until all is done. */
async function runAll(): Promise<void> {
  const [row] = (await world.rows("OUT#", "#")) as unknown as OutboxRow[];
  if (!row) throw new Error("nothing was announced");
  await relayOutbox(as["outbox-relay"], [row]);
  const worker = as["redemption-worker"];
  const until = world.nowMs + 2 * world.deps.limits.exchange.ageMaxMs;
  while (world.nowMs < until) {
    const next = world.messages.sort((a, b) => a.at - b.at).shift();
    if (!next) {
      world.nowMs += world.deps.limits.sweepHorizonMs;
      await sweepOutbox(as.sweeper);
      await sweepRedemptions(as.sweeper);
      continue;
    }
    world.nowMs = Math.max(world.nowMs, next.at);
    const result = await workRedemption(worker, next.ref, () => world.deps.limits.exchange.timeoutSeconds * 1000);
    if (result.kind === "again") world.messages.push({ ref: next.ref, at: world.nowMs + Math.ceil(result.delayMs) });
  }
}

async function retryAndRead(): Promise<void> {
  const deps = as["redemptions-api"];
  const redemptionId = await submitOne("DECLINED-0001");
  await getRedemption(deps, TENANT, redemptionId);
  await getTimeline(deps, TENANT, redemptionId);
  for (const status of [undefined, "FAILED"] as const)
    for (const caller of [OPERATOR, TENANT]) await listRedemptions(deps, caller, { ...PAGE, status });
  await findByKey(as["default-api"], "acme", "batch-partial");
}

async function operate(): Promise<void> {
  const deps = as["operator-api"];
  const redemptions = (await world.rows("RDM#")) as unknown as Redemption[];
  const parked = redemptions.filter(({ state }) => state === "NEEDS_REVIEW");
  expect(parked).toHaveLength(2);
  const amount = { amount: 500, currency: "USD" };
  const credited: Resolution = { resolution: "SUCCEEDED", amount, reason: "seen" };
  const refused: Resolution = { resolution: "FAILED", reason: "not seen" };
  for (const [index, { redemptionId }] of parked.entries()) {
    const word = index === 0 ? credited : refused;
    const request = world.request("POST /v1/redemptions/{id}/resolve", word);
    expect((await resolveRedemption(deps, request, OPERATOR, redemptionId, word)).httpStatus).toBe(200);
  }
  await leaveLeaseBehind(
    accountId,
    redemptions.find(({ state }) => state === "SUCCEEDED"),
  );
  const release = { reason: "left behind" };
  const request = world.request("POST /v1/accounts/{id}/release", release);
  expect((await releaseAccount(deps, request, OPERATOR, accountId, release)).httpStatus).toBe(200);
  // What is not there is no final answer, so the key is read first.
  const gone = accountId.replace(/.{26}$/, "0".repeat(26));
  const again = world.request("POST /v1/accounts/{id}/release", release);
  const releaseGone = () => releaseAccount(deps, again, OPERATOR, gone, release);
  await expect(underKey(deps, again, releaseGone)).rejects.toThrow();
}

/** What only a hand or a bug can do: an account is leased by a redemption that has ended. */
async function leaveLeaseBehind(leased: string, ended: Redemption | undefined): Promise<void> {
  await world.tables.client.send(
    new UpdateCommand({
      TableName: world.tables.main,
      Key: accountKey("acme", leased),
      UpdateExpression: "SET #s = :locking, leaseOwner = :owner, previousStatus = :before, planId = :plan",
      ExpressionAttributeNames: { "#s": "status" },
      ExpressionAttributeValues: {
        ":locking": "LOCKING",
        ":owner": ended?.redemptionId,
        ":before": "PROCESSING",
        ":plan": planId,
      },
    }),
  );
}

/** Everything that was told of, and something to find: an account that another than its last redemption has. */
async function lookAtAll(): Promise<void> {
  const ended = ((await world.rows("RDM#")) as unknown as Redemption[]).filter(({ state }) => state === "SUCCEEDED");
  await leaveLeaseBehind(String(ended[0]?.accountId), ended[1]);
  world.nowMs += world.deps.limits.countMarginMs + 1;
  expect((await judgeChanges(as.auditor, () => 600_000)).violations).toBeGreaterThan(0);
}

describe("what the services ask of the tables", () => {
  test.each(NAMES)("%s is what its function may, no less and no more", (name) => {
    const { access }: FunctionRow = FUNCTIONS[name];
    const allowed = access.flatMap(({ on, rows: prefixes, may }) =>
      prefixes.flatMap((prefix) => may.map((action) => `${action} ${on} ${prefix}`)),
    );
    expect([...records[name].used].sort()).toEqual([...new Set(allowed)].sort());
  });

  test.each(NAMES)("%s writes no ledger row and no wallet alone", (name) => {
    expect([...records[name].alone].filter((right) => /(LEDGER|WALLET)#$/.test(right))).toEqual([]);
  });
});
