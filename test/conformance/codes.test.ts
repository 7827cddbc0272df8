import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { CodeShop } from "../lambdas/code-shop.ts";
import { type Deployed, deploy } from "../lambdas/deployed.ts";
import { untilListed } from "./until-listed.ts";

/** The life of a code over HTTP, as docs/openapi.json tells it: each answer is held against it, on whichever engine there is. */
let deployed: Deployed;
let shop: CodeShop;
beforeAll(async () => {
  deployed = await deploy();
  shop = new CodeShop(deployed, "conformance");
});
afterAll(() => deployed.stop());

const listed = (line: string, field: string, expected: string[]) =>
  untilListed((asked) => shop.call(asked), line, field, expected);

// docs/openapi.json, `POST /v1/offers`, `POST /v1/campaigns`, `POST /v1/campaigns/{id}/codes`, `GET /v1/jobs/{id}`.
test("codes are made for a campaign of an offer, counted, listed without their secret, and exported", async () => {
  const offerId = await shop.offer({ stock: 5 });
  const campaignId = await shop.campaign(offerId, { codePrefix: "SPRING" });
  const jobId = await shop.make(campaignId, { count: 3 });
  const job = { jobId, kind: "code-generation", status: "DONE", done: 3, total: 3, errors: [] };
  expect((await shop.call(`GET /v1/jobs/${jobId}`)).json).toEqual(job);
  expect((await shop.call(`GET /v1/campaigns/${campaignId}`)).json).toMatchObject({ codesIssued: 3, offerId });
  const csv = (await shop.call(`POST /v1/campaigns/${campaignId}/exports`, { from: 0, count: 10 })).text;
  const lines = csv.trim().split("\r\n").slice(1);
  for (const line of lines) expect(line).toMatch(/^SPRING(-[0-9A-Z]{4}){4},cod_acme_\w+,ACTIVE$/);
  const ids = lines.map((line) => line.split(",")[1] as string);
  await listed(`GET /v1/campaigns/${campaignId}/codes`, "codeId", ids.reverse());
});

// docs/openapi.json, `POST /v1/campaigns/{id}/codes`: a merchant's own code is another's never, however it is typed.
test("own codes that exist are told by their place, and those that are new are made", async () => {
  const campaignId = await shop.campaign(await shop.offer());
  await shop.make(campaignId, { codes: ["FOO-CONFORMANCE"] });
  const jobId = await shop.make(campaignId, { codes: ["NEW-CONFORMANCE", "F00-C0NF0RMANCE"] });
  const errors = [{ index: 1, last4: "ANCE", code: "code-exists" }];
  expect((await shop.call(`GET /v1/jobs/${jobId}`)).json).toMatchObject({ status: "DONE", done: 2, errors });
  expect((await shop.call(`GET /v1/campaigns/${campaignId}`)).json).toMatchObject({ codesIssued: 2 });
});

// docs/openapi.json, `POST /v1/code-redemptions`: everything is done when it answers; the same key has the same answer.
test("a use is previewed, granted once, replayed, seen at once, and refused to whoever comes after", async () => {
  const { code, offerId } = await shop.oneCode({}, { stock: 5 });
  const preview = await shop.call("POST /v1/code-redemptions/preview", { code, userId: "conformance-1" });
  expect(preview.json).toMatchObject({ verdict: "ok", offerId });
  const used = await shop.redeem(code, "conformance-1", "conformance-use");
  expect(used).toMatchObject({ status: 201, json: { status: "SUCCEEDED", isNew: true, userId: "conformance-1" } });
  const replay = await shop.redeem(code, "conformance-1", "conformance-use");
  expect([replay.status, replay.text, replay.headers["idempotent-replayed"]]).toEqual([201, used.text, "true"]);
  const { subscriptionId, codeRedemptionId, endsAt } = used.json;
  const subscription = await shop.call(`GET /v1/subscriptions/${subscriptionId}`);
  expect(subscription.json).toMatchObject({ status: "ACTIVE", version: 1, endsAt });
  const own = await shop.redeem(code, "conformance-1");
  expect(own).toMatchObject({ status: 409, json: { code: "already-used", codeRedemptionId } });
  expect(await shop.redeem(code, "conformance-2")).toMatchObject({ status: 422, json: { code: "code-invalid" } });
  expect((await shop.call(`GET /v1/offers/${offerId}`)).json.stock).toMatchObject({ free: 4, used: 1 });
  await listed("GET /v1/code-redemptions?userId=conformance-1", "codeRedemptionId", [codeRedemptionId]);
});

// docs/openapi.json, `POST /v1/code-redemptions/{id}/reverse`: once; again, under any key, the same.
test("a use is taken back once, with all that it took and granted, and is somebody else's then", async () => {
  const { code, offerId } = await shop.oneCode({}, { stock: 5, onRepeat: "new", perUserLimit: 1 });
  const { json } = await shop.redeem(code, "conformance-3");
  const reverse = () =>
    shop.call(`POST /v1/code-redemptions/${json.codeRedemptionId}/reverse`, { reason: "wrong user" });
  const reversed = await reverse();
  expect(reversed).toMatchObject({ status: 200, json: { status: "REVERSED" } });
  expect((await reverse()).json).toEqual(reversed.json);
  expect((await shop.call(`GET /v1/subscriptions/${json.subscriptionId}`)).json).toMatchObject({ status: "REVOKED" });
  expect((await shop.call(`GET /v1/orders/${json.orderId}`)).json).toMatchObject({ status: "CANCELLED" });
  expect((await shop.call(`GET /v1/offers/${offerId}`)).json.stock).toMatchObject({ free: 5, used: 0 });
  expect((await shop.redeem(code, "conformance-4")).status).toBe(201);
});

// docs/openapi.json, `PATCH /v1/codes/{id}`: a code of one slot at once.
test("a code that is disabled is nobody's, until it is active again", async () => {
  const { code } = await shop.oneCode();
  const { codeId } = (await shop.call("POST /v1/codes/lookup", { code })).json;
  const change = (status: string) => shop.call(`PATCH /v1/codes/${codeId}`, { status });
  expect(await change("DISABLED")).toMatchObject({ status: 200, json: { status: "DISABLED" } });
  expect((await shop.redeem(code, "conformance-5")).json.code).toBe("code-invalid");
  expect(await change("ACTIVE")).toMatchObject({ status: 200, json: { status: "ACTIVE" } });
  expect((await shop.redeem(code, "conformance-5")).status).toBe(201);
});

// docs/openapi.json, `POST /v1/code-redemptions`: exactly so many uses succeed, and nobody is refused while one is free.
test("60 users at once on 51 uses in two rows: 51 have one, 9 are refused", async () => {
  const { code } = await shop.oneCode({ usesPerCode: 51 });
  const users = Array.from({ length: 60 }, (_, n) => `conformance-of-60-${n}`);
  const answers = await shop.redeemAtOnce(code, users);
  const outcomes = answers.map(({ status, json }) => json.code ?? String(status));
  expect(outcomes.filter((outcome) => outcome === "201")).toHaveLength(51);
  expect(outcomes.filter((outcome) => outcome === "code-invalid")).toHaveLength(9);
  const { json } = await shop.call("POST /v1/codes/lookup", { code });
  expect(json).toMatchObject({ status: "EXHAUSTED", uses: 51, usesMax: 51 });
});

// docs/openapi.json, `POST /v1/code-redemptions`: after ten refusals a user waits, also with a code that fits.
test("a user with ten refusals is told to wait, and no eleventh reason", async () => {
  const { code } = await shop.oneCode();
  for (let n = 0; n < 10; n++) expect((await shop.redeem(`GUESS-${n}`, "conformance-6")).status).toBe(422);
  const { status, json, headers } = await shop.redeem(code, "conformance-6");
  expect([status, json.code, json.retryable]).toEqual([429, "too-many-attempts", true]);
  expect(Number(headers["retry-after"])).toBeGreaterThan(0);
});
