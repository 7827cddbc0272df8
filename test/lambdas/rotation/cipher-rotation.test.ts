import { randomBytes } from "node:crypto";
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { LIMITS } from "../../../core/foundation/domain/limits.ts";
import { readVersions, writeVersions } from "../../../core/foundation/domain/secret-versions.ts";
import { CodeVault } from "../../../core/foundation/services/code-vault.ts";
import { readResealPlace } from "../../../core/foundation/store/reseal-store.ts";
import type { Item } from "../../../core/foundation/store/table.ts";
import { pagesOf, type ReadPage, type ResealRun, resealAll } from "../../../lambdas/rotation/reseal.ts";
import { resealedPart, SEALED_ATTRIBUTES } from "../../../lambdas/rotation/sealed-parts.ts";
import { withNewestActive, withNewVersion, withoutOldVersions } from "../../../tools/rotate/steps.ts";
import { type Deployed, deploy, type HttpResponse, SECRETS } from "../deployed.ts";
import { BODIES } from "../http/channel-bodies.ts";
import { Time } from "./time.ts";

const { secretCacheMs, secretSettledMs } = LIMITS.demo;
let deployed: Deployed;
let time: Time;
let owner: string;
let keys = 0;
beforeAll(async () => {
  time = new Time();
  deployed = await deploy();
  owner = await deployed.keyFor(
    "acme",
    ...["redemptions", "payments", "codes", "withdrawals", "notifications", "merchants"],
  );
});
afterAll(async () => {
  jest.restoreAllMocks();
  await deployed.stop();
});

const call = async (line: string, body?: unknown, idempotencyKey = `key-${++keys}`): Promise<HttpResponse> => {
  const key = /^(POST|PUT) /.test(line) ? { idempotencyKey } : {};
  const response = await deployed.call({ line, apiKey: owner, ...key, ...(body === undefined ? {} : { body }) });
  expect([line, response.status < 300, response.text]).toEqual([line, true, response.text]);
  return response;
};

/** When the secret was changed last. */
let changedAt = 0;
const kept = () => ({ text: SECRETS.cipher, changedAt });
const moment = () => ({ nowMs: Date.now(), settledMs: secretSettledMs });
const everKnown = new Map(readVersions(SECRETS.cipher).versions);
function change(text: string): void {
  for (const [number, value] of readVersions(text).versions) everKnown.set(number, value);
  SECRETS.cipher = text;
  changedAt = Date.now();
}
const vault = () => new CodeVault({ cipherSecret: SECRETS.cipher, randomBytes });
const reseal = (read: ReadPage = pagesOf({ tables: deployed.door }), onUnopened: ResealRun["onUnopened"] = () => {}) =>
  resealAll({ tables: deployed.door, clock: Date.now, vault: vault() }, { read, changedAt, onUnopened });

/** All bytes of all rows are sealed: which entities' rows open by which version alone, and none needs two of them. */
async function sealedBy(): Promise<Record<string, string[]>> {
  const found: Record<string, Set<string>> = {};
  const single = [...everKnown].map(([number, value]) => {
    const cipherSecret = writeVersions({ active: number, versions: new Map([[number, value]]) });
    return { number, vault: new CodeVault({ cipherSecret, randomBytes }) };
  });
  const numberOf = (row: Item) => single.find(({ vault }) => opens(vault, row))?.number ?? "none alone";
  for (const TableName of [deployed.tables.main, deployed.tables.transient, deployed.tables.events]) {
    const { Items = [] } = await deployed.tables.client.send(new ScanCommand({ TableName, ConsistentRead: true }));
    for (const item of Items.filter((row) => bytesIn(row).length > 0)) {
      const entity = String(item.pk).split("#")[0] ?? "";
      const number = String(numberOf(item));
      found[number] = (found[number] ?? new Set()).add(entity);
    }
  }
  return Object.fromEntries(Object.entries(found).map(([number, entities]) => [number, [...entities].sort()]));
}

function opens(vault: CodeVault, row: Item): boolean {
  try {
    // Nothing to seal anew: what is sealed in it has been opened by the one version that there is.
    return resealedPart(vault, row) === undefined && SEALED_ATTRIBUTES.some((attribute) => attribute in row);
  } catch {
    return false;
  }
}

function bytesIn(value: unknown): Uint8Array[] {
  if (value instanceof Uint8Array) return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(bytesIn) : [];
}

const KINDS = ["CAMPAIGN", "CHANNEL", "DEST", "ENDPOINT", "IDEM", "NTF", "RDM"];
const ENDPOINT = { url: "https://shop.example/hooks", eventTypes: ["*"] };
let made: { planId: string; templateId: string; offerId: string };
const shown: { line: string; body: object; key: string; text: string }[] = [];

/** One of each thing that seals something. `name`: of this round. */
async function sealOneOfEach(name: string) {
  const { planId, templateId, offerId } = made;
  const { json: redemption } = await call("POST /v1/redemptions", { code: `TEST-OK-2500-${name}`, planId });
  const { json: campaign } = await call("POST /v1/campaigns", { name, offerId });
  const destination = { provider: "sandbox", account: `pd_ok_${name}`, holder: "A – B" };
  const { json: payee } = await call("POST /v1/payout-destinations", destination);
  const message = { key: name, templateId, receiver: "reader@shop.example", params: { code: name } };
  const { json: notification } = await call("POST /v1/notifications", message);
  // An account takes the place of the one before: that of the first round stays.
  const channel = name === "first" ? "epay" : "stripe";
  await call(`PUT /v1/merchants/acme/channels/${channel}`, BODIES[channel]);
  const line = "POST /v1/webhook-endpoints";
  const { json: endpoint, text } = await call(line, ENDPOINT, `endpoint-${name}`);
  shown.push({ line, body: ENDPOINT, key: `endpoint-${name}`, text });
  return { redemption, campaign, payee, notification, endpoint };
}

beforeAll(async () => {
  const price = { amount: 1000, currency: "USD" };
  const plan = { name: "A plan", country: "US", target: price };
  const template = { name: "A template", channel: "email", subject: "Hello", body: "Your code is {{code}}." };
  made = {
    planId: (await call("POST /v1/plans", plan)).json.planId,
    offerId: (await call("POST /v1/offers", { name: "Pro", price, period: { unit: "month", count: 1 } })).json.offerId,
    templateId: (await call("POST /v1/notification-templates", template)).json.templateId,
  };
});

test("in the middle of traffic the cipher is renewed: each read succeeds, and no row is left under the old version", async () => {
  const before = await sealOneOfEach("first");
  expect(await sealedBy()).toEqual({ 1: KINDS });

  change(withNewVersion(kept(), moment()));
  expect(() => withNewestActive(kept(), moment())).toThrow(/^Too early: version 2 is not known to every function yet/);
  // Some functions have read the secret anew, others have not: both write with the first version.
  await sealOneOfEach("added");
  expect(await sealedBy()).toEqual({ 1: KINDS });

  time.pass(secretSettledMs);
  change(withNewestActive(kept(), moment()));
  time.pass(secretCacheMs);
  const after = await sealOneOfEach("used");
  expect(await sealedBy()).toEqual({ 1: KINDS, 2: KINDS });
  expect(() => withoutOldVersions(kept(), undefined, moment())).toThrow("Not everything is sealed with version 2 yet");

  time.pass(secretSettledMs);
  // A page of one row: who is killed after any of them goes on there.
  const inPages: ReadPage = (table, start) =>
    deployed.door.scan(table, { holding: ["sealed", "codeCipher", "keyCipher", "secrets"], limit: 7, after: start });
  let pages = 0;
  const dies: ReadPage = async (table, start) => {
    if (++pages === 4) throw new Error("killed");
    return inPages(table, start);
  };
  await expect(reseal(dies)).rejects.toThrow("killed");
  expect(await readResealPlace(deployed.door)).toMatchObject({ keyNumber: 2, table: "main", moves: 3 });
  expect(() => withoutOldVersions(kept(), undefined, moment())).toThrow("Not everything is sealed");
  // Two at once, and traffic beside them: what it writes under its own conditions stays.
  const rotated = call(`POST /v1/webhook-endpoints/${before.endpoint.webhookEndpointId}/rotate-secret`, {
    graceSeconds: 3600,
  });
  const [place, other] = await Promise.all([reseal(inPages), reseal(), rotated, sealOneOfEach("beside")]);
  expect(await sealedBy()).toEqual({ 2: KINDS });
  expect([place.table, other.table]).toEqual(["done", "done"]);
  // What is done is done: nothing is read again.
  expect(await reseal(() => Promise.reject(new Error("reads again")))).toEqual(await readResealPlace(deployed.door));

  change(withoutOldVersions(kept(), place, { ...moment(), now: true }));
  expect(JSON.parse(SECRETS.cipher)).toEqual({ active: 2, versions: { 2: expect.any(String) } });
  time.pass(secretCacheMs);
  await sealOneOfEach("retired");
  await everythingOpens(before, after);
});

async function everythingOpens(...rounds: Awaited<ReturnType<typeof sealOneOfEach>>[]) {
  const row = async (pk: string) => (await deployed.door.get("main", { pk, sk: "HEAD" })) as Item;
  const opens = (place: string, sealed: unknown) => vault().open(place, sealed as Uint8Array);
  for (const [index, { redemption, payee, notification, campaign }] of rounds.entries()) {
    const name = ["first", "used"][index] as string;
    const { codeCipher } = await row(`RDM#acme#${redemption.redemptionId}`);
    expect(opens(redemption.redemptionId, codeCipher)).toBe(`TEST-OK-2500-${name}`);
    const { sealed: account } = await row(`DEST#acme#${payee.destinationId}`);
    const written = Buffer.from(opens(payee.destinationId, account), "base64url").toString();
    expect(JSON.parse(written)).toEqual({ account: `pd_ok_${name}`, holder: "A – B" });
    const { sealed: message } = await row(`NTF#acme#${notification.notificationId}`);
    expect(opens(notification.notificationId, message)).toContain(`Your code is ${name}.`);
    const { keyCipher } = await row(`CAMPAIGN#acme#${campaign.campaignId}`);
    expect(opens(campaign.campaignId, keyCipher)).toMatch(/^[\w-]{43}$/);
  }
  // What was shown once is shown again to whoever repeats the request, byte for byte.
  for (const { line, body, key, text } of shown) expect((await call(line, body, key)).text).toBe(text);
}

test("what was sealed with a version that is missing is not opened, and nothing else is harmed", async () => {
  const text = SECRETS.cipher;
  const line = "POST /v1/webhook-endpoints";
  const first = shown[0] as (typeof shown)[number];
  const other = JSON.stringify({ active: 3, versions: { 3: "3".repeat(64) } });
  change(other);
  time.pass(secretCacheMs);
  const replay = await deployed.call({ line, apiKey: owner, idempotencyKey: first.key, body: ENDPOINT });
  expect([replay.status, replay.json.code]).toEqual([500, "internal"]);
  const unopened: unknown[] = [];
  const stopped = await reseal(undefined, (row, reason) => unopened.push([row, reason]));
  expect(stopped).toMatchObject({ keyNumber: 3, table: "incomplete", unopened: unopened.length });
  const redemption = { table: "main", pk: expect.stringMatching(/^RDM#acme#/), sk: "HEAD" };
  expect(unopened).toContainEqual([redemption, "there is no key number 2 to open this with"]);
  expect(await sealedBy()).toMatchObject({ 2: KINDS });
  // With what is missing put back, another run begins anew, and comes to its end.
  change(JSON.stringify({ active: 3, versions: { ...JSON.parse(text).versions, ...JSON.parse(other).versions } }));
  time.pass(secretCacheMs);
  expect(await reseal()).toMatchObject({ keyNumber: 3, table: "done", unopened: 0 });
  expect(await sealedBy()).toEqual({ 3: KINDS });
  expect((await call(line, ENDPOINT, first.key)).text).toBe(first.text);
});

test("a secret that nobody understands does not take the place of one that was, for an hour", async () => {
  const text = SECRETS.cipher;
  SECRETS.cipher = '{"active": 9}';
  time.pass(secretCacheMs);
  await call("POST /v1/webhook-endpoints", ENDPOINT);
  time.pass(LIMITS.demo.secretKeptMs);
  const refused = await deployed.call({
    line: "POST /v1/webhook-endpoints",
    apiKey: owner,
    idempotencyKey: `key-${++keys}`,
    body: ENDPOINT,
  });
  expect(refused.status).toBe(500);
  expect(refused.text).not.toContain("active");
  change(text);
  time.pass(secretCacheMs);
  await call("POST /v1/webhook-endpoints", ENDPOINT);
});
