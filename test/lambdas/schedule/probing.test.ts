import "../../support/silent.ts";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Log } from "../../../core/foundation/services/deps.ts";
import { PROBE_MS, type ProbeDeps, probe } from "../../../lambdas/schedule/probing.ts";

/** What the stage answers, by method and path. A whole journey is test/local/start.test.ts's. */
const HEALTHY: Record<string, [status: number, body: object]> = {
  "POST /v1/plans": [201, { planId: "pln_1" }],
  "POST /v1/accounts": [201, { accountId: "acc_1" }],
  "POST /v1/redemptions": [202, { redemptionId: "rdm_1", status: "ACCEPTED" }],
  "GET /v1/redemptions/rdm_1": [200, { redemptionId: "rdm_1", status: "SUCCEEDED" }],
  "POST /v1/payments": [202, { paymentId: "pay_1", status: "PROCESSING" }],
  "GET /v1/payments/pay_1": [200, { paymentId: "pay_1", status: "SUCCEEDED" }],
  "GET /v1/payments?limit=1": [200, { items: [] }],
};
const KEY = "tnd_key";
let answers = HEALTHY;
/** No answer at all. */
const NEVER: [number, object] = [0, {}];
let asked: { route: string; key: unknown }[] = [];
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const route = `${request.method} ${request.url}`;
    asked.push({ route, key: request.headers["idempotency-key"] });
    const [status, body] = answers[route] ?? [404, {}];
    if (status === 0) return;
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

async function run(changed: typeof HEALTHY = {}, more: Partial<ProbeDeps> = {}) {
  answers = { ...HEALTHY, ...changed };
  asked = [];
  const told: Record<string, number> = {};
  const errors: unknown[] = [];
  const count = (name: string, value = 1) => {
    told[name] = value;
  };
  const log: Log = { note() {}, info() {}, warn() {}, error: (...said: unknown[]) => void errors.push(...said) };
  const result = await probe({
    ...{ url, money: "none", readKey: async () => KEY, clock: () => Date.parse("2026-03-01T12:00:00Z") },
    ...{ limitMs: PROBE_MS, unique: () => "ABCD1234", metrics: { count, gauge: count }, log },
    ...more,
  });
  return { ...result, told, errors, routes: asked.map(({ route }) => route).sort() };
}

test("redeems and pays, and says that it went well", async () => {
  const { passed, told, routes, errors } = await run();
  expect([passed, told, errors]).toEqual([true, { ProbePassed: 1, ProbeDuration: 0 }, []]);
  expect(routes).toEqual(
    Object.keys(HEALTHY)
      .filter((route) => !route.endsWith("limit=1"))
      .sort(),
  );
});

test("every run of a day has the same plan and account, and a card and an order of its own", async () => {
  const keyOf = (route: string) => asked.find((each) => each.route === route)?.key;
  await run();
  expect([keyOf("POST /v1/plans"), keyOf("POST /v1/accounts")]).toEqual([
    "probe-plan-2026-03-01",
    "probe-account-2026-03-01",
  ]);
  const first = keyOf("POST /v1/redemptions");
  await run();
  expect(keyOf("POST /v1/redemptions")).not.toBe(first);
});

test("with real money it reads, and changes nothing", async () => {
  const { passed, routes } = await run({}, { money: "real" });
  expect([passed, routes]).toEqual([true, ["GET /v1/payments?limit=1"]]);
});

test.each<[what: string, changed: typeof HEALTHY, more: Partial<ProbeDeps>]>([
  ["a card that fails", { "GET /v1/redemptions/rdm_1": [200, { redemptionId: "rdm_1", status: "FAILED" }] }, {}],
  ["a payment that is declined", { "GET /v1/payments/pay_1": [200, { paymentId: "pay_1", status: "DECLINED" }] }, {}],
  ["a key that is refused", { "POST /v1/payments": [401, { code: "unauthenticated" }] }, {}],
  ["a list that is refused", { "GET /v1/payments?limit=1": [403, { code: "edge-bypassed" }] }, { money: "real" }],
  ["a secret without a key", {}, { readKey: async () => "generated" }],
  ["a secret that cannot be read", {}, { readKey: () => Promise.reject(new Error("no")) }],
])("%s is told as a failure, and the key in no line", async (_what, changed, more) => {
  const { passed, told, errors } = await run(changed, more);
  expect([passed, told.ProbePassed, errors.length]).toEqual([false, 0, 2]);
  expect(JSON.stringify(errors)).not.toContain(KEY);
});

test("both journeys that fail are told, each with its reason", async () => {
  const failed = { "POST /v1/redemptions": [422, { code: "plan-closed" }] } as typeof HEALTHY;
  const { errors } = await run({ ...failed, "POST /v1/payments": [401, { code: "unauthenticated" }] });
  const reasons = errors.filter((each) => typeof each === "object");
  expect(reasons).toMatchObject([{ code: "plan-closed" }, { code: "unauthenticated" }]);
});

/** A run whose time is over as soon as the server hears this route, or the key is read. */
async function runLateFrom(when: string, changed: typeof HEALTHY) {
  const beganMs = Date.parse("2026-03-01T12:00:00Z");
  let isLate = false;
  const isOver = () => isLate || asked.some(({ route }) => route === when);
  const clock = () => beganMs + (isOver() ? PROBE_MS : 0);
  const readKey = async () => {
    isLate = when === "the key";
    return KEY;
  };
  return run(changed, { clock, readKey });
}

test("an API that does not answer is given up at the one deadline that the key and all calls have, and told", async () => {
  const { told, errors } = await runLateFrom("the key", { "POST /v1/payments": NEVER });
  expect([told.ProbePassed, errors.at(-1)]).toMatchObject([0, { code: "timeout" }]);
});

test("a journey that does not end is given up at that deadline, too", async () => {
  const going = { "GET /v1/payments/pay_1": [200, { paymentId: "pay_1", status: "PROCESSING" }] } as typeof HEALTHY;
  const { told, errors } = await runLateFrom("POST /v1/payments", going);
  expect([told.ProbePassed, errors.at(-1)]).toMatchObject([0, { code: "wait-timeout" }]);
});
