import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { REDEMPTION_EXAMPLES } from "../../../contract/examples/redemptions.ts";
import { AnswerDocument, type WireAnswer } from "./document.ts";
import { sawAll, unseen } from "./gate.ts";
import { seenIn } from "./seen.ts";

const document = AnswerDocument.read();
const JSON_TYPE = { "content-type": "application/json", "tender-request-id": "request-1" };
const PROBLEM_TYPE = { ...JSON_TYPE, "content-type": "application/problem+json" };
const { Plan: PLAN } = REDEMPTION_EXAMPLES;
const problem = (status: number, code: string) => ({
  type: `/errors/${code}`,
  ...{ title: "No", status, detail: "It is not to be.", instance: "/v1/plans", code, retryable: false },
  requestId: "request-1",
});
const answer = (status: number, body: object, more: Partial<WireAnswer> = {}): WireAnswer => ({
  ...{ routeKey: "GET /v1/plans/{id}", status, headers: status < 400 ? JSON_TYPE : PROBLEM_TYPE },
  body: JSON.stringify(body),
  ...more,
});

test("an answer that the document describes has no fault, and is seen under its operation's name", () => {
  expect(document.faultOf(answer(200, PLAN))).toBeUndefined();
  expect(document.nameOf(answer(200, PLAN))).toBe("getPlan 200");
  const refused = answer(400, problem(400, "request-invalid"));
  expect(document.faultOf(refused)).toBeUndefined();
  expect(document.nameOf(refused)).toBe("getPlan 400 request-invalid");
});

const ACCEPTED = {
  ...{ paymentId: "pay_acme_1", sagaId: "sag_acme_1", orderId: "ord_acme_1", status: "PROCESSING" },
};
const created = (headers: object) =>
  answer(202, ACCEPTED, { routeKey: "POST /v1/payments", headers: { ...JSON_TYPE, ...headers } });

test.each<[what: string, WireAnswer, says: RegExp]>([
  ["a status that it does not name", answer(201, PLAN), /does not say/],
  ["a field too few", answer(200, { ...PLAN, name: undefined }), /'name'/],
  ["a time that is none", answer(200, { ...PLAN, createdAt: "yesterday" }), /createdAt/],
  ["another code than its own", answer(400, problem(400, "cursor-invalid")), /code/],
  ["another type", answer(200, PLAN, { headers: { ...JSON_TYPE, "content-type": "text/html" } }), /text\/html/],
  ["no name of the request", answer(200, PLAN, { headers: { "content-type": "application/json" } }), /Tender-Req/],
  ["no place to read how it ends", created({ "retry-after": "2" }), /Location/],
  ["a wait that is no number", created({ "retry-after": "soon", location: "/v1/payments/1" }), /Retry-After: soon/],
  ["a route that nobody knows", answer(200, PLAN, { routeKey: "GET /v1/plants" }), /does not say/],
  ["a body where none is described", answer(304, PLAN, { routeKey: "GET /v1/subscriptions/{id}" }), /has a body/],
])("%s is a fault", (_what, given, says) => {
  expect(document.faultOf(given)).toMatch(says);
});

test("a path that nothing is at answers as the document's shared refusals say", () => {
  const routeKey = "$default";
  expect(document.faultOf(answer(404, problem(404, "not-found"), { routeKey }))).toBeUndefined();
  expect(document.faultOf(answer(405, problem(405, "method-not-allowed"), { routeKey }))).toMatch(/lacks Allow/);
});

test("an answer that nobody has seen is missing, and what is said everywhere is seen once for all", () => {
  const described = document.named();
  expect(unseen(described, described)).toEqual([]);
  const but = (name: string) => [...described].filter((each) => each !== name);
  expect(described).toContain("getPlan 200");
  expect(unseen(described, but("getPlan 200"))).toEqual(["getPlan 200"]);
  expect(unseen(described, but("createPayment 409 order-paid"))).toEqual(["createPayment 409 order-paid"]);
  expect(unseen(described, but("getPlan 401 unauthenticated"))).toEqual([]);
  const nobodys = [...described].filter((name) => !name.endsWith(" unauthenticated"));
  expect(unseen(described, nobodys)).toEqual(["any operation: unauthenticated"]);
});

test("what only the gateway says is not waited for", () => {
  expect(document.named()).not.toContain("createPayment 429");
  expect(document.named()).toContain("lookUpPayment 429 look-up-too-soon");
});

const RUN = {
  ...{ numFailedTests: 0, numRuntimeErrorTestSuites: 0, wasInterrupted: false },
  testResults: [{ testFilePath: "/a" }, { testFilePath: "/b" }],
};

test("only a run that could have seen everything is asked", () => {
  expect(sawAll(RUN, undefined, ["/a"])).toBe(true);
  expect(sawAll(RUN, "", ["/a", "/b"])).toBe(true);
  expect(sawAll(RUN, undefined, ["/a", "/c"])).toBe(false);
  expect(sawAll(RUN, "one test", ["/a"])).toBe(false);
  expect(sawAll({ ...RUN, numFailedTests: 1 }, undefined, ["/a"])).toBe(false);
  expect(sawAll({ ...RUN, numRuntimeErrorTestSuites: 1 }, undefined, ["/a"])).toBe(false);
  expect(sawAll({ ...RUN, wasInterrupted: true }, undefined, ["/a"])).toBe(false);
});

test("what several workers have seen is put together", () => {
  const folder = mkdtempSync(join(tmpdir(), "seen-"));
  writeFileSync(join(folder, "1"), "getPlan 200\ngetPlan 400 request-invalid\n");
  writeFileSync(join(folder, "2"), "getPlan 200\nlistPlans 200\n");
  expect([...seenIn(folder)].sort()).toEqual(["getPlan 200", "getPlan 400 request-invalid", "listPlans 200"]);
  rmSync(folder, { recursive: true });
});
