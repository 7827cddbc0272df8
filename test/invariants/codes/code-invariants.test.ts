import { beforeAll, describe, expect, test } from "@jest/globals";
import { duePlace } from "../../../core/foundation/store/keys.ts";
import { findViolations } from "../../../invariants/find-violations.ts";
import { expectLocalAgreement } from "../local-agreement.ts";
import { type CodeHistory, codeHistory } from "./code-history.ts";
import { CODE_PLANTS } from "./planted-code-violations.ts";
import { SpoiltCodes } from "./spoilt-codes.ts";

let history: CodeHistory;
beforeAll(async () => {
  history = await codeHistory();
});

test("finds nothing in a history of uses that stand, were refused, taken back and made again, and of codes that were taken", () => {
  const states = Object.values(new SpoiltCodes(history).snapshot.main.filter(({ pk }) => pk.startsWith("CODEUSE#")));
  expect(states.filter(({ sk, state }) => sk === "HEAD" && state === "SUCCEEDED")).toHaveLength(7);
  expect(states.filter(({ sk, state }) => sk === "HEAD" && state === "REVERSED")).toHaveLength(3);
  const refusals = history.snapshot.calls.filter(({ status = 0, replayed }) => status >= 400 && !replayed);
  expect(refusals.map(({ body }) => JSON.parse(body ?? "").code)).toEqual([
    "quota-exceeded",
    "code-invalid",
    "already-used",
  ]);
  expect(findViolations(history.snapshot, history.expectations)).toEqual([]);
});

describe.each(Object.entries(CODE_PLANTS))("%s", (invariant, plants) => {
  test.each(plants)("finds %s", async (_what, plant) => {
    const world = new SpoiltCodes(history);
    plant(world);
    await expectLocalAgreement(world.snapshot.main);
    const found = findViolations(world.snapshot, history.expectations).map((violation) => violation.invariant);
    expect(found).toContain(invariant);
  });
});

test("I12 and I19 leave alone a job that is under way while time is left", () => {
  const world = new SpoiltCodes(history);
  const job = world.job("first");
  Object.assign(job, { state: "RUNNING", duePk: duePlace("job", String(job.jobId)), dueAt: 1 });
  expect(findViolations(world.snapshot)).toEqual([]);
});

test("I15 does not count what a part that is under way has made", () => {
  const world = new SpoiltCodes(history);
  const { jobId, from, total } = world.job("longer");
  const job = Object.assign(world.job("longer"), { state: "RUNNING", cursor: Number(total) - 1 });
  Object.assign(job, { duePk: duePlace("job", String(jobId)), dueAt: 1 });
  world.add(world.campaign("longer"), { codesIssued: -1 });
  expect(
    world.snapshot.main.some(({ pk, n }) => pk.startsWith("CODE#") && n === Number(from) + Number(total) - 1),
  ).toBe(true);
  expect(findViolations(world.snapshot)).toEqual([]);
});
