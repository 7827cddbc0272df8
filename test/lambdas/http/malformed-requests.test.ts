import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { codesOf } from "../../../contract/refusals.ts";
import { ROUTES, type RouteKey, rowOf } from "../../../contract/routes.ts";
import type { ErrorCode } from "../../../core/foundation/domain/errors.ts";
import { SIGNATURE_HEADER, signRequest } from "../../../core/foundation/domain/request-signature.ts";
import { creditWallet } from "../../../core/money/store/wallet-store.ts";
import { OFFER } from "../code-shop.ts";
import { type Deployed, deploy, type HttpResponse, SECRETS } from "../deployed.ts";

let deployed: Deployed;
/** With every scope that a merchant's key can have. */
let merchant: string;
beforeAll(async () => {
  deployed = await deploy();
  const scopes = ["redemptions", "payments", "codes", "withdrawals", "notifications", "merchants"];
  merchant = await deployed.keyFor("acme", ...scopes);
});
afterAll(() => deployed.stop());

const KEYS = (Object.keys(ROUTES) as RouteKey[]).filter((key) => key !== "$default");
const refusing = (code: ErrorCode) => KEYS.filter((key) => codesOf(key).includes(code));

/** A request that its route takes for what it is, with what is wrong put on. */
function call(key: RouteKey, { query = "", id = "anything", body = "{}" }): Promise<HttpResponse> {
  const path = key
    .replace("{currency}", "USD")
    .replace("{channel}", "stripe")
    .replace(/\{.+?\}/, id);
  const { access } = rowOf(key);
  const apiKey =
    typeof access === "object" && !access.some((scope) => scope !== "operator") ? deployed.keys.operator : merchant;
  const line = `${path}${query}`;
  if (key.startsWith("GET ")) return deployed.call({ line, apiKey, routeKey: key });
  const headers = access === "signature" ? { [SIGNATURE_HEADER.toLowerCase()]: signatureOf(key, body) } : {};
  return deployed.call({ line, apiKey, headers, body, idempotencyKey: "malformed", routeKey: key });
}

/** As the vendors' callers sign: over the path below the vendor's address. */
function signatureOf(key: RouteKey, body: string): string {
  const [method = "", path = ""] = key.split(" ");
  const [, , vendor, ...below] = path.split("/");
  const secret = vendor === "exchange" ? SECRETS.exchange : SECRETS.channel;
  return signRequest(secret, Math.floor(Date.now() / 1000), { method, path: `/${below.join("/")}`, body });
}

/** Vendors name what they like in a query: it is their path that has a form. */
const namesWhatItLikes = (key: RouteKey) => key.endsWith("/webhooks/{channel}");

test.each(refusing("request-invalid"))("%s refuses a query that it does not have", async (key) => {
  const odd = namesWhatItLikes(key) ? { query: "?twice=1&twice=2" } : { query: "?nothing=1" };
  const { status, json } = await call(key, odd);
  expect([status, json.code]).toEqual([400, "request-invalid"]);
  expect(json.errors[0].pointer).toMatch(/^\/query/);
});

test.each(refusing("body-not-json"))("%s refuses a body that is no JSON", async (key) => {
  const { status, json } = await call(key, { body: "{" });
  expect([status, json.code]).toEqual([400, "body-not-json"]);
});

/** What the pages are of, where that has to be there before anybody looks at the cursor. */
const PARENTS: { [K in RouteKey]?: string } = {};
beforeAll(async () => {
  const make = async (line: string, body: object) =>
    (await deployed.call({ line, body, apiKey: merchant, idempotencyKey: line.replace(" ", "-") })).json;
  const { offerId } = await make("POST /v1/offers", OFFER);
  const { campaignId } = await make("POST /v1/campaigns", { name: "Spring", offerId });
  const { paymentId } = await make("POST /v1/payments", { orderNo: "o-1", amount: OFFER.price, channel: "sandbox" });
  await deployed.door.transact([creditWallet("acme", "USD", 1)]);
  PARENTS["GET /v1/campaigns/{id}/codes"] = campaignId;
  PARENTS["GET /v1/payments/{id}/refunds"] = paymentId;
});

test.each(refusing("cursor-invalid"))("%s refuses a cursor that it has not given", async (key) => {
  const user = key === "GET /v1/subscriptions" ? "&userId=user" : "";
  // What is signed has all that it says in its body.
  const asked = key.startsWith("POST ")
    ? { body: JSON.stringify({ since: "2026-01-01T00:00:00Z", cursor: "YSBi" }) }
    : { query: `?cursor=YSBi${user}` };
  const { status, json } = await call(key, { ...asked, id: PARENTS[key] ?? "anything" });
  expect([status, json.code]).toEqual([400, "cursor-invalid"]);
});

test("none of them stores anything, not even under its key", async () => {
  expect((await deployed.rows()).filter(({ pk }) => String(pk).includes("malformed"))).toEqual([]);
});
