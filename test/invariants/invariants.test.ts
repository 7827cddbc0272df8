import { beforeAll, describe, expect, test } from "@jest/globals";
import { textOfRows } from "../../invariants/confidentiality.ts";
import { findViolations } from "../../invariants/find-violations.ts";
import { CODES, type History, healthyHistory } from "./healthy-history.ts";
import { expectLocalAgreement } from "./local-agreement.ts";
import { PLANTS, SpoiltWorld } from "./planted-violations.ts";

let history: History;
beforeAll(async () => {
  history = await healthyHistory();
});

test("finds nothing in a history of successes, refusals, lost answers, retries and an operator's word", () => {
  const states = new SpoiltWorld(history).snapshot.main.filter(({ pk, sk }) => pk.startsWith("RDM#") && sk === "HEAD");
  expect(states.map(({ state }) => state).sort()).toEqual([
    "FAILED",
    "NEEDS_REVIEW",
    "SUCCEEDED",
    "SUCCEEDED",
    "SUCCEEDED",
    "SUCCEEDED",
    "SUCCEEDED",
  ]);
  expect(findViolations(history.snapshot, history.expectations)).toEqual([]);
});

test("finds nothing in an empty world", () => {
  const empty = { main: [], transient: [], effects: { exchange: [], channel: [] }, calls: [] };
  expect(findViolations(empty, history.expectations)).toEqual([]);
});

test("leaves rows alone that it does not know", () => {
  const world = new SpoiltWorld(history);
  world.snapshot.main.push({ pk: "VOUCHER#acme#1", sk: "HEAD", state: "RUNNING" });
  expect(findViolations(world.snapshot, history.expectations)).toEqual([]);
});

describe.each(Object.entries(PLANTS))("%s", (invariant, plants) => {
  test.each(plants)("finds %s", async (_what, plant) => {
    const world = new SpoiltWorld(history);
    plant(world);
    await expectLocalAgreement(world.snapshot.main);
    const found = findViolations(world.snapshot, history.expectations).map((violation) => violation.invariant);
    expect(found).toContain(invariant);
  });
});

test("I2 and I3 leave to the operator what the operator has decided", () => {
  const world = new SpoiltWorld(history);
  const providerKey = String(world.head("CARD-DEAF-0005").providerKey);
  world.snapshot.effects.exchange.push({ code: "CARD-DEAF-0005", amount: 1000, currency: "USD", providerKey });
  expect(findViolations(world.snapshot, history.expectations)).toEqual([]);
});

test("I8 leaves alone a key that is used again after a day", () => {
  const world = new SpoiltWorld(history);
  const first = world.call("single");
  world.snapshot.calls.push({
    ...first,
    sentAt: first.sentAt + 86_400_000,
    body: first.body?.replace("true", "false") ?? "",
  });
  expect(findViolations(world.snapshot, history.expectations)).toEqual([]);
});

test("I8 leaves alone what was asked to come again, and an answer that was lost", () => {
  const world = new SpoiltWorld(history);
  const { status: _status, body: _body, ...lost } = world.call("single");
  const later = {
    ...world.call("single"),
    status: 409,
    body: JSON.stringify({ code: "redemption-in-progress", retryable: false, waitFor: "redemption" }),
  };
  world.snapshot.calls.push(lost, later);
  expect(findViolations(world.snapshot, history.expectations)).toEqual([]);
});

test("I16 and I19 say nothing while time is left", () => {
  const world = new SpoiltWorld(history);
  world.leave(world.message());
  expect(findViolations(world.snapshot)).toEqual([]);
});

describe("I20", () => {
  const leaks = (name: string, text: string) =>
    findViolations(history.snapshot, { confidential: { secrets: CODES, texts: [{ name, text }] } });

  test.each(["code CARD-GOOD-0001 refused", '{"code":"CARDGOOD0001"}'])("finds a code in %s", (text) => {
    const violations = leaks("functions.log", text);
    expect(violations).toMatchObject([{ invariant: "I20", subject: "functions.log" }]);
    expect(JSON.stringify(violations)).not.toMatch(/CARD-?GOOD/);
  });

  test("finds no code in the rows that the services wrote", () => {
    expect(leaks("main", textOfRows(history.snapshot.main))).toEqual([]);
    expect(leaks("transient", textOfRows(history.snapshot.transient))).toEqual([]);
  });

  test("finds a code that stands in bytes", () => {
    const row = { pk: "RDM#acme#1", sk: "HEAD", codeCipher: Buffer.from("CARD-GOOD-0001") };
    expect(leaks("main", textOfRows([row]))).toHaveLength(1);
  });
});
