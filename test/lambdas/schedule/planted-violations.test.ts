import "../../support/silent.ts";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { eventPut } from "../../../core/foundation/store/event-store.ts";
import { auditing } from "../../../lambdas/schedule/audit.ts";
import { LOCAL_INVARIANTS, type LocalPlant, localPlants } from "../../invariants/local-plants.ts";
import { World } from "../../support/world.ts";
import { CONTEXT } from "../deployed.ts";

/** The function as it is deployed, over the real engine: rows that no write of the store leaves are put there by hand. */
let world: World;
let plants: LocalPlant[];
beforeAll(async () => {
  plants = await localPlants();
  world = await World.create();
  const { client, main } = world.tables;
  for (const { tenantId, resourceId, rows } of plants) {
    for (const Item of rows) await client.send(new PutCommand({ TableName: main, Item }));
    const told = { tenantId, type: "payment.succeeded", resourceId, resourceVersion: 1, at: world.nowMs } as const;
    await world.deps.tables.write(eventPut(told, {}));
  }
  world.nowMs += world.deps.limits.countMarginMs + 1;
});
afterAll(() => world.drop());

test("every invariant that is judged from one resource has a violation planted", () => {
  expect([...new Set(plants.map(({ invariant }) => invariant))].sort()).toEqual([...LOCAL_INVARIANTS].sort());
});

test("the auditor finds each planted violation, counts it and asks a person", async () => {
  await auditing(world.deps)({}, { ...CONTEXT, getRemainingTimeInMillis: () => 600_000 });
  const found = (await world.rows("REVIEW#"))
    .filter(({ subjectId }) => String(subjectId).startsWith("vio_"))
    .map(({ tenantId, why }) => `${tenantId} ${String(why).split(" ")[0]}`);
  for (const { tenantId, invariant } of plants) expect(found).toContain(`${tenantId} ${invariant}`);
  expect(world.counts.get("InvariantViolations")).toBeGreaterThanOrEqual(plants.length);
});
