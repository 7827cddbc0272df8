import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { normaliseTyped } from "../../../core/codes/domain/code-text.ts";
import { ERRORS } from "../../../core/foundation/domain/errors.ts";
import { CodeShop } from "../code-shop.ts";
import { type Deployed, deploy, type HttpRequest } from "../deployed.ts";
import { listenToAll } from "../printed.ts";

let deployed: Deployed;
let printed: { text: string };
const answers: string[] = [];

beforeAll(async () => {
  printed = listenToAll();
  deployed = await deploy({ silent: false });
});
afterAll(async () => {
  jest.restoreAllMocks();
  await deployed.stop();
});

const CODE = "CANARYCODE1234";
const KEY = "CANARYIDEMPOTENCYKEY";

test("no code, API key or Idempotency-Key gets into a log line or an error", async () => {
  const { merchant, operator } = deployed.keys;
  const call = async (request: HttpRequest) => {
    const response = await deployed.call({ apiKey: merchant, idempotencyKey: KEY, ...request });
    answers.push(response.text);
    return response;
  };
  const plan = { name: "A plan", country: "US", target: { amount: 1000, currency: "USD" } };
  const { planId } = (await call({ line: "POST /v1/plans", body: plan })).json;
  const submit = { line: "POST /v1/redemptions", body: { code: CODE, planId } };
  const { redemptionId } = (await call(submit)).json;
  await call(submit);
  await call({ ...submit, idempotencyKey: `${KEY}2` });
  await call({ ...submit, body: { code: `${CODE}!`, planId } });
  await call({ ...submit, body: { code: { inside: CODE }, planId } });
  await call({ ...submit, body: `{"code":"${CODE}` });
  await call({ ...submit, body: { code: CODE, planId: "pln_acme_1" }, idempotencyKey: `${KEY}3` });
  await call({ ...submit, body: { code: CODE, planId, batchId: "other" }, idempotencyKey: `${KEY}4` });
  const items = [
    { reference: "a", code: CODE },
    { reference: "b", code: `${CODE}?` },
  ];
  await call({ line: "POST /v1/redemption-batches", body: { planId, mode: "partial", items } });
  await call({
    line: "POST /v1/redemption-batches",
    body: { planId, mode: "atomic", items },
    idempotencyKey: `${KEY}5`,
  });
  await call({ line: `GET /v1/redemptions/${redemptionId}` });
  await call({ line: `GET /v1/redemptions/${redemptionId}/timeline` });
  await call({ line: "GET /v1/redemptions" });
  await call({ line: "GET /v1/plans", apiKey: `${merchant}x` });
  await call({ line: "GET /v1/plans", headers: { authorization: `Basic ${merchant}` }, apiKey: undefined });
  await call({ line: `POST /v1/redemptions/${redemptionId}/resolve`, apiKey: operator, body: { reason: CODE } });

  // Its answer shows a key; nothing else does.
  const holder = await deployed.keyFor("acme", "merchants", "payments");
  const asked = {
    line: "POST /v1/api-keys",
    body: { scopes: ["payments"] },
    apiKey: holder,
    idempotencyKey: `${KEY}6`,
  };
  const made = (await deployed.call(asked)).json.key as string;
  await deployed.call(asked);
  await call({ line: "GET /v1/api-keys", apiKey: holder });
  await call({ line: "GET /v1/plans", apiKey: made });

  const { json } = await call({ line: `GET /v1/idempotency-keys/${KEY}` });
  expect(json.items.length).toBeGreaterThan(0);
  expect(printed.text).toContain("RedemptionAccepted");

  for (const secret of [CODE, merchant, operator, made, merchant.slice(17), operator.slice(17), made.slice(17)]) {
    expect(printed.text).not.toContain(secret);
    expect(answers.join("\n")).not.toContain(secret);
  }
  expect(printed.text).not.toContain(KEY);
});

test("all codes in a log: no redemption code gets into a line or an error, and into no answer but an export's", async () => {
  printed.text = "";
  const shop = new CodeShop(deployed, "canary");
  const told: string[] = [];
  const call = async (line: string, body?: unknown) => {
    const response = await shop.call(line, body);
    if (!line.endsWith("/exports")) told.push(response.text);
    return response;
  };
  const offer = { name: "Pro", price: { amount: 1, currency: "USD" }, period: { unit: "month", count: 1 } };
  const { offerId } = (await call("POST /v1/offers", offer)).json;
  const { campaignId } = (await call("POST /v1/campaigns", { name: "Spring", offerId, usesPerCode: 2 })).json;
  const OWN = "CANARY-9876";
  const making = [{ count: 3 }, { codes: [OWN] }, { codes: [OWN] }];
  for (const body of making) await shop.make(campaignId, body);
  const exported = (await call(`POST /v1/campaigns/${campaignId}/exports`, { from: 0, count: 10 })).text;
  const generated = [...exported.matchAll(/^[0-9A-Z-]{19}/gm)].map(([code]) => code);
  expect(generated).toHaveLength(3);
  const GUESS = "CANARY-5555-GUESS";
  for (const code of [OWN, OWN.toLowerCase(), GUESS, ...generated, { inside: OWN }, OWN.repeat(20)]) {
    await call("POST /v1/code-redemptions/preview", { code, userId: "alice" });
    const { json } = await call("POST /v1/code-redemptions", { code, userId: "alice" });
    if (json.codeRedemptionId)
      await call(`POST /v1/code-redemptions/${json.codeRedemptionId}/reverse`, { reason: "x" });
    await call("POST /v1/codes/lookup", { code });
  }
  await call(`POST /v1/campaigns/${campaignId}/codes`, { codes: [OWN, OWN, `${OWN}!`] });
  await call("POST /v1/code-redemptions", `{"code":"${OWN}`);
  await call(`GET /v1/campaigns/${campaignId}/codes`);
  await call("GET /v1/code-redemptions");

  expect(printed.text).toContain("CodeUsed");
  expect(printed.text).toContain("RefusedCodeInvalid");
  for (const code of [OWN, GUESS, ...generated]) {
    const bare = code.replaceAll("-", "");
    for (const typed of [code, bare, code.toLowerCase(), bare.toLowerCase(), normaliseTyped(code)]) {
      expect(printed.text).not.toContain(typed);
      expect(told.join("\n")).not.toContain(typed);
    }
  }
});

test("an unexpected error is logged without its message and answered without a word about it", async () => {
  printed.text = "";
  const broken = new Error(`bad value ${CODE}`);
  const { stringify } = JSON;
  const spy = jest.spyOn(JSON, "stringify").mockImplementation((value: unknown, ...how) => {
    // The page, and nothing that a request sends.
    if (typeof value === "object" && value !== null && "items" in value) throw broken;
    return stringify(value, ...(how as []));
  });

  const { status, json, headers } = await deployed.call({ line: "GET /v1/plans", apiKey: deployed.keys.merchant });
  spy.mockRestore();

  expect(status).toBe(500);
  expect(headers["retry-after"]).toBe("1");
  expect(json).toEqual({
    requestId: headers["tender-request-id"],
    type: "/errors/internal",
    title: "Internal error",
    status: 500,
    detail: `Something failed on our side. ${ERRORS.internal.next}`,
    instance: "/v1/plans",
    code: "internal",
    retryable: true,
  });
  expect(printed.text).toContain('"unexpected error"');
  expect(printed.text).not.toContain(CODE);
});
