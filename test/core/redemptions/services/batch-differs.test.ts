import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { World } from "../../../support/world.ts";
import { bodyOf, everything, itemsOf, submit, submitItems } from "./submitting.ts";

let world: World;
let planId: string;
let otherPlanId: string;
beforeEach(async () => {
  world = await World.create();
  planId = await world.plan();
  otherPlanId = await world.plan();
  await world.account();
});
afterEach(() => world.drop());

type Mode = "partial" | "atomic";
const MODES: Mode[] = ["partial", "atomic"];
const batch = (mode: Mode, plan: string, ...codes: string[]) => ({
  batchId: "mine",
  mode,
  planId: plan,
  items: itemsOf(...codes),
});

test.each(MODES.flatMap((mode) => [[mode, "CODE-0001"] as const, [mode, "CODE-0002"] as const]))(
  "a batchId that comes again, %s, with another plan is refused for good, and nothing is taken: %s",
  async (mode, code) => {
    await submitItems(world, batch(mode, planId, "CODE-0001"));
    const before = await everything(world);
    const again = await submitItems(world, batch(mode, otherPlanId, code), "key-1");
    expect(again).toMatchObject({
      httpStatus: 409,
      body: { code: "batch-differs", retryable: false, errors: [{ pointer: "/planId" }] },
    });
    expect(await everything(world)).toEqual(before);
    const replayed = await submitItems(world, batch(mode, otherPlanId, code), "key-1");
    expect([replayed.replayed, JSON.stringify(replayed.body)]).toEqual([true, JSON.stringify(again.body)]);
  },
);

test.each(MODES)(
  "a batchId that was not %s first is refused in that mode, whatever its items would be told",
  async (mode) => {
    const [first] = MODES.filter((each) => each !== mode) as [Mode];
    await submitItems(world, batch(first, planId, "CODE-0001"));
    await submit(world, { planId, code: "TAKEN-0001", batchId: "theirs" });
    for (const code of ["CODE-0001", "TAKEN-0001", "no!"])
      expect(bodyOf(await submitItems(world, batch(mode, planId, code)))).toMatchObject({
        code: "batch-differs",
        errors: [{ pointer: "/mode" }],
      });
  },
);

test("of two batches that differ and come at once, one is taken", async () => {
  const answers = await Promise.all([
    submitItems(world, batch("partial", planId, "CODE-0001")),
    submitItems(world, batch("atomic", otherPlanId, "CODE-0002")),
  ]);
  expect(answers.map(({ httpStatus }) => httpStatus).sort()).toEqual([200, 409]);
  expect(await world.rows("RDM#")).toHaveLength(1);
});

test("the same batchId with the same plan and mode takes more items", async () => {
  for (const mode of MODES) {
    const body = { ...batch(mode, planId, `${mode}-0001`), batchId: mode };
    await submitItems(world, body);
    const more = await submitItems(world, { ...body, items: itemsOf(`${mode}-0001`, `${mode}-0002`) });
    expect(bodyOf(more).summary).toEqual({ accepted: 1, replayed: 1, rejected: 0 });
  }
});

test("a code that is submitted alone has a plan of its own, whichever batch it joins: no row of the batch is asked", async () => {
  await submitItems(world, batch("partial", planId, "CODE-0001"));
  world.requests.length = 0;
  const answer = await submit(world, { planId: otherPlanId, code: "CODE-0002", batchId: "mine" });
  expect([answer.httpStatus, world.requests]).toEqual([202, ["GetCommand", "TransactWriteCommand"]]);
  const differs = await submit(world, { planId, code: "CODE-0002", batchId: "mine" });
  expect(bodyOf(differs).code).toBe("redemption-differs");
});
