import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { CONTRACT } from "../../../../core/foundation/domain/limits.ts";
import { verifySignature } from "../../../../core/foundation/domain/request-signature.ts";
import { DECLINE_REASONS } from "../../../../core/redemptions/domain/outcome.ts";
import { makeGiftCardExchange } from "../../../../core/redemptions/exchange/gift-card-exchange.ts";
import {
  cutWithinBody,
  type ExchangeDouble,
  sendBytes,
  sendForEver,
  sendJson,
  startExchangeDouble,
} from "./exchange-double.ts";

const SECRET = "0123456789abcdef";
const NOW_MS = 1_700_000_000_500;
const CODE = "TEST-OK-2500-CANARY";
const KEY = "rdm_acme_01J#1";
const ACCOUNT = { accountId: "acc_acme_01J", country: "US", currency: "USD" };
const SUCCEEDED = {
  status: "succeeded",
  providerKey: KEY,
  amount: { amount: 2500, currency: "USD" },
  reference: "ref-1",
};

let double: ExchangeDouble;
beforeAll(async () => {
  double = await startExchangeDouble();
});
afterAll(async () => {
  await double.stop();
});
beforeEach(() => {
  double.received.length = 0;
});

function exchange(baseUrl = double.baseUrl) {
  return makeGiftCardExchange({ baseUrl, secret: SECRET, callTimeoutMs: 5000, clock: () => NOW_MS });
}
const redeem = (timeoutMs = 5000) => exchange().redeem({ providerKey: KEY, code: CODE, account: ACCOUNT, timeoutMs });
const lookup = (timeoutMs = 5000) => exchange().lookup({ providerKey: KEY, account: ACCOUNT, timeoutMs });

describe("redeem", () => {
  test("sends the documented request, signed over its very bytes", async () => {
    double.answerWith((response) => sendJson(response, 200, SUCCEEDED));
    await redeem();
    const [call] = double.received;
    expect(call?.method).toBe("POST");
    expect(call?.path).toBe("/exchange/redemptions");
    expect(call?.headers).toMatchObject({
      "idempotency-key": KEY,
      "content-type": "application/json",
      connection: "close",
    });
    expect(JSON.parse(call?.body ?? "")).toEqual({ providerKey: KEY, code: CODE, account: ACCOUNT });
    const signed = { method: "POST", path: "/redemptions", body: call?.body ?? "" };
    expect(verifySignature([SECRET], NOW_MS / 1000, String(call?.headers["tender-signature"]), signed)).toBe("valid");
  });

  test("reports an effect with its amount and reference", async () => {
    double.answerWith((response) =>
      sendJson(response, 200, { ...SUCCEEDED, extra: 1 }, "application/json; charset=utf-8"),
    );
    expect(await redeem()).toEqual({
      outcome: "succeeded",
      amount: { amount: 2500, currency: "USD" },
      providerReference: "ref-1",
    });
  });

  test.each(DECLINE_REASONS)("reports the documented refusal %s", async (reason) => {
    double.answerWith((response) => sendJson(response, 200, { status: "declined", providerKey: KEY, reason }));
    expect(await redeem()).toEqual({ outcome: "declined", reason });
  });

  test("withholds a reference that repeats the code, however it is written", async () => {
    double.answerWith((response) => sendJson(response, 200, { ...SUCCEEDED, reference: "card test ok-2500-canary" }));
    expect(await redeem()).toEqual({
      outcome: "succeeded",
      amount: { amount: 2500, currency: "USD" },
      providerReference: "withheld",
    });
  });
});

describe("lookup", () => {
  test("asks by the provider key alone", async () => {
    double.answerWith((response) => sendJson(response, 200, SUCCEEDED));
    expect(await lookup()).toMatchObject({ outcome: "succeeded", providerReference: "ref-1" });
    const [call] = double.received;
    expect(call?.path).toBe("/exchange/lookups");
    expect(JSON.parse(call?.body ?? "")).toEqual({ providerKey: KEY });
  });

  test("reports what was not found and what was refused", async () => {
    double.answerWith((response) => sendJson(response, 200, { status: "not_found", providerKey: KEY }));
    expect(await lookup()).toEqual({ outcome: "not-found" });
    double.answerWith((response) =>
      sendJson(response, 200, { status: "declined", providerKey: KEY, reason: "code-used" }),
    );
    expect(await lookup()).toEqual({ outcome: "declined", reason: "code-used" });
  });

  test("takes a 404 for no answer at all", async () => {
    double.answerWith((response) => sendJson(response, 404, { status: "not_found", providerKey: KEY }));
    expect(await lookup()).toEqual({ outcome: "unknown", reason: "request-refused" });
  });
});

const DECLINED = { status: "declined", providerKey: KEY, reason: "refused" };
const answers = (status: number, content: unknown, type?: string) => (response: ServerResponse) =>
  sendJson(response, status, content, type);
const amounting = (amount: unknown) => answers(200, { ...SUCCEEDED, amount });

const ODD_ANSWERS: [name: string, script: (response: ServerResponse) => void, reason: string][] = [
  ["a status of 500", answers(500, DECLINED), "server-error"],
  ["a status of 504", answers(504, ""), "server-error"],
  ["a status of 429", answers(429, DECLINED), "throttled"],
  ["a status of 401, as for a wrong clock", answers(401, DECLINED), "request-refused"],
  ["a status of 400, although it says declined", answers(400, DECLINED), "request-refused"],
  ["a status of 422, although it says declined", answers(422, DECLINED), "request-refused"],
  ["a status of 201", answers(201, SUCCEEDED), "response-invalid"],
  ["a status of 204", (response) => response.writeHead(204).end(), "response-invalid"],
  ["a redirect", (response) => response.writeHead(307, { Location: "/elsewhere" }).end(), "response-invalid"],
  ["another content type", answers(200, SUCCEEDED, "text/html"), "response-invalid"],
  ["no content type", (response) => response.end(JSON.stringify(SUCCEEDED)), "response-invalid"],
  ["a body that is not JSON", answers(200, "<html>"), "response-invalid"],
  ["a body cut short", answers(200, JSON.stringify(SUCCEEDED).slice(0, -2)), "response-invalid"],
  ["an empty body", answers(200, ""), "response-invalid"],
  ["bytes that are not UTF-8", (response) => sendBytes(response, [0x22, 0xff, 0x22]), "response-invalid"],
  ["a list", answers(200, [SUCCEEDED]), "response-invalid"],
  ["null", answers(200, "null"), "response-invalid"],
  ["the echo of another key", answers(200, { ...SUCCEEDED, providerKey: "rdm_acme_01J#2" }), "response-invalid"],
  ["a refusal with another key's echo", answers(200, { ...DECLINED, providerKey: "x" }), "response-invalid"],
  ["no echo", answers(200, { ...SUCCEEDED, providerKey: undefined }), "response-invalid"],
  ["an unknown status", answers(200, { ...SUCCEEDED, status: "pending" }), "response-invalid"],
  ["an undocumented reason", answers(200, { ...DECLINED, reason: "maintenance" }), "response-invalid"],
  ["a reason that is our code", answers(200, { ...DECLINED, reason: CODE }), "response-invalid"],
  ["another currency", amounting({ amount: 2500, currency: "EUR" }), "currency-mismatch"],
  ["a negative amount", amounting({ amount: -1, currency: "USD" }), "response-invalid"],
  ["an amount of 0", amounting({ amount: 0, currency: "USD" }), "response-invalid"],
  ["a fractional amount", amounting({ amount: 25.5, currency: "USD" }), "response-invalid"],
  ["an amount in quotes", amounting({ amount: "2500", currency: "USD" }), "response-invalid"],
  ["an amount above 10^12", amounting({ amount: 1e12 + 1, currency: "USD" }), "response-invalid"],
  ["an amount without currency", amounting(2500), "response-invalid"],
  ["no reference", answers(200, { ...SUCCEEDED, reference: undefined }), "response-invalid"],
  ["an endless reference", answers(200, { ...SUCCEEDED, reference: "r".repeat(200) }), "response-invalid"],
  ["a reference with control characters", answers(200, { ...SUCCEEDED, reference: "a\nb" }), "response-invalid"],
  [
    "too large an answer",
    answers(200, { ...SUCCEEDED, extra: "x".repeat(CONTRACT.exchangeAnswerMaxBytes) }),
    "response-too-large",
  ],
  ["an answer without end", sendForEver, "response-too-large"],
  ["a connection cut before the answer", (response) => response.destroy(), "connection-failed"],
  ["a connection cut within the answer", cutWithinBody, "connection-failed"],
];

describe("an answer that proves nothing is unknown", () => {
  test.each(ODD_ANSWERS)("%s", async (_name, script, reason) => {
    double.answerWith(script);
    const outcome = await redeem();
    expect(outcome).toEqual({ outcome: "unknown", reason });
    expect(double.received).toHaveLength(1);
    expect(JSON.stringify(outcome)).not.toContain("CANARY");
    if (reason !== "connection-failed") expect(await lookup()).toEqual({ outcome: "unknown", reason });
  });

  test("silence before the headers", async () => {
    double.answerWith(() => undefined);
    expect(await redeem(50)).toEqual({ outcome: "unknown", reason: "timeout" });
    expect(await lookup(50)).toEqual({ outcome: "unknown", reason: "timeout" });
  });

  test("silence within the body", async () => {
    double.answerWith((response) => {
      response.writeHead(200, { "Content-Type": "application/json" });
      response.write('{"status":"succeeded"');
    });
    expect(await redeem(100)).toEqual({ outcome: "unknown", reason: "timeout" });
  });

  test("the exchange's own time limit holds when the caller offers more", async () => {
    double.answerWith(() => undefined);
    const hasty = makeGiftCardExchange({
      baseUrl: double.baseUrl,
      secret: SECRET,
      callTimeoutMs: 50,
      clock: () => NOW_MS,
    });
    const outcome = await hasty.redeem({
      providerKey: KEY,
      code: CODE,
      account: ACCOUNT,
      timeoutMs: Number.MAX_SAFE_INTEGER,
    });
    expect(outcome).toEqual({ outcome: "unknown", reason: "timeout" });
  });

  test("nobody listens", async () => {
    const gone = await startExchangeDouble();
    await gone.stop();
    const outcome = await exchange(gone.baseUrl).redeem({
      providerKey: KEY,
      code: CODE,
      account: ACCOUNT,
      timeoutMs: 5000,
    });
    expect(outcome).toEqual({ outcome: "unknown", reason: "connection-failed" });
  });

  test.each([0, -5, 0.5, Number.NaN])("no call is made with %s ms left", async (timeoutMs) => {
    expect(await redeem(timeoutMs)).toEqual({ outcome: "unknown", reason: "no-time-left" });
    expect(double.received).toHaveLength(0);
  });

  test("a provider key that fits no header is never sent, and nothing is thrown", async () => {
    const outcome = await exchange().redeem({ providerKey: "a\nb", code: CODE, account: ACCOUNT, timeoutMs: 5000 });
    expect(outcome).toEqual({ outcome: "unknown", reason: "connection-failed" });
    expect(double.received).toHaveLength(0);
  });
});

test.each(["ftp://x", "not a url", "https://user:pw@x", "https://x?y=1", "https://x#y"])(
  "refuses to be made with the base URL %s",
  (baseUrl) => {
    expect(() => exchange(baseUrl)).toThrow("base URL");
  },
);

test("refuses to be made without a secret", () => {
  expect(() => makeGiftCardExchange({ baseUrl: "https://x", secret: "", callTimeoutMs: 1, clock: () => 0 })).toThrow(
    "secret",
  );
});

test("a base URL may end with a slash", async () => {
  double.answerWith((response) => sendJson(response, 200, SUCCEEDED));
  await exchange(`${double.baseUrl}/`).lookup({ providerKey: KEY, account: ACCOUNT, timeoutMs: 5000 });
  expect(double.received[0]?.path).toBe("/exchange/lookups");
});
