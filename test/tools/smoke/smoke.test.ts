import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { smoke, urlOf } from "../../../tools/smoke/smoke.ts";

/** What the stage answers, by method and path; a test changes it. */
const HEALTHY: Record<string, [status: number, body: object]> = {
  "GET /health": [200, { status: "ok" }],
  "GET /v1/payments": [401, { type: "/errors/unauthenticated", code: "unauthenticated", requestId: "r-1" }],
  "POST /v1/plans": [201, { planId: "pln_1" }],
  "POST /v1/accounts": [201, { accountId: "acc_1" }],
  "POST /v1/redemptions": [202, { redemptionId: "rdm_1", status: "ACCEPTED" }],
  "GET /v1/redemptions/rdm_1": [200, { redemptionId: "rdm_1", status: "SUCCEEDED" }],
  "POST /v1/payments": [202, { paymentId: "pay_1", status: "PROCESSING" }],
  "GET /v1/payments/pay_1": [200, { paymentId: "pay_1", status: "SUCCEEDED" }],
};
let answers = HEALTHY;
let asked: string[] = [];
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const route = `${request.method} ${request.url}`;
    asked.push(route);
    const [status, body] = answers[route] ?? [404, {}];
    const type = status < 400 ? "application/json" : "application/problem+json";
    request.resume().on("end", () => response.writeHead(status, { "content-type": type }).end(JSON.stringify(body)));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function run(changed: typeof HEALTHY, apiKey?: string) {
  answers = { ...HEALTHY, ...changed };
  asked = [];
  const lines: string[] = [];
  const failed = await smoke({ url, apiKey }, (line) => lines.push(line));
  return { failed, text: lines.join("\n") };
}

test("a stage that lives passes; without a key nothing is written", async () => {
  const { failed, text } = await run({});
  expect(failed).toBe(0);
  expect(text).toContain("left out: redemption and payment");
  expect(asked).toEqual(["GET /health", "GET /v1/payments"]);
});

test("with a key one card is redeemed and one payment paid", async () => {
  const { failed, text } = await run({}, "tnd_key");
  expect([failed, text]).toEqual([0, expect.stringContaining("ok      a payment is paid")]);
  expect(asked).toEqual(Object.keys(HEALTHY));
});

test.each<[what: string, changed: typeof HEALTHY, sentence: string]>([
  ["a sick stage", { "GET /health": [503, {}] }, "GET /health is ok: answered 503"],
  ["one that lets everybody in", { "GET /v1/payments": [200, { items: [] }] }, "without a key"],
  [
    "a refused card",
    { "GET /v1/redemptions/rdm_1": [200, { redemptionId: "rdm_1", status: "FAILED" }] },
    "FAILED  a gift card is redeemed",
  ],
  [
    "a declined payment",
    { "GET /v1/payments/pay_1": [200, { paymentId: "pay_1", status: "DECLINED" }] },
    "FAILED  a payment is paid",
  ],
])("%s fails by its name, and the rest is asked all the same", async (_, changed, sentence) => {
  const { failed, text } = await run(changed, "tnd_key");
  expect(failed).toBe(1);
  expect(text).toContain(sentence);
  expect(text).not.toContain("tnd_key");
  expect(text.match(/^ok {6}/gm)).toHaveLength(3);
});

test.each([undefined, "tender.example", "http://tender.example", "ftp://127.0.0.1"])(
  "%s is no address of a stage",
  (given) => {
    expect(() => urlOf(given)).toThrow("--url must be an https address");
  },
);

test("an address is taken without its path", () => {
  expect(urlOf("https://tender.example/")).toBe("https://tender.example");
});
