import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type AuditQuery, listAudits } from "../../../../core/foundation/services/audits.ts";
import { type Audit, audit } from "../../../../core/foundation/store/audit-store.ts";
import type { Key } from "../../../../core/foundation/store/table.ts";
import { World } from "../../../support/world.ts";

const MINUTE_MS = 60_000;
/** What it was done to, and what that is called. */
const SUBJECTS: [pk: string, subjectId: string][] = [
  ["PAY#acme#pay_acme_1", "pay_acme_1"],
  ["TENANT#acme", "acme"],
  ["KEY#K1", "K1"],
  ["CHANNEL#globex#stripe", "globex"],
  ["WDNO#acme#W/1", "W/1"],
  ["LOOKUP#acme#pay_acme_1", "pay_acme_1"],
];

let world: World;
let startMs: number;
beforeAll(async () => {
  world = await World.create();
  startMs = world.nowMs;
  for (const [n, [pk]] of SUBJECTS.entries()) {
    const at = startMs + n * MINUTE_MS;
    const entry: Audit = {
      auditId: world.deps.random.ulid(at),
      by: n % 2 === 0 ? "EVEN" : "ODD",
      action: `act ${n}`,
      reason: "because of it",
      at,
    };
    await world.deps.tables.transact([audit({ pk, sk: "HEAD" } as Key, entry)]);
  }
});
afterAll(() => world.drop());

const acts = async (query: Partial<AuditQuery> = {}) =>
  (await listAudits(world.deps, { limit: 10, ...query })).items.map(({ action }) => Number(action.slice(4)));

test("whatever was done by hand is listed, newest first, with who did it to what, when and why", async () => {
  const { items, nextCursor } = await listAudits(world.deps, { limit: 10 });
  expect(items.map(({ subjectId }) => subjectId)).toEqual(SUBJECTS.map(([, subjectId]) => subjectId).reverse());
  expect(items[0]).toEqual({
    auditId: expect.any(String),
    keyId: "ODD",
    action: "act 5",
    subjectId: "pay_acme_1",
    reason: "because of it",
    at: new Date(startMs + 5 * MINUTE_MS).toISOString(),
  });
  expect(nextCursor).toBeNull();
});

test("pages of it hold each once", async () => {
  const seen: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await listAudits(world.deps, { limit: 2, cursor });
    seen.push(...page.items.map(({ action }) => Number(action.slice(4))));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(seen).toEqual([5, 4, 3, 2, 1, 0]);
});

test("those of one key, of one thing, and of some time are found, and together", async () => {
  expect(await acts({ by: "EVEN" })).toEqual([4, 2, 0]);
  expect(await acts({ by: "nobody" })).toEqual([]);
  expect(await acts({ subjectId: "pay_acme_1" })).toEqual([5, 0]);
  expect(await acts({ since: startMs + 2 * MINUTE_MS, until: startMs + 4 * MINUTE_MS })).toEqual([3, 2]);
  expect(await acts({ subjectId: "pay_acme_1", by: "EVEN", until: startMs + MINUTE_MS })).toEqual([0]);
});

test("a thing's audit rows alone are read when one is asked for", async () => {
  world.requests.length = 0;
  await acts({ subjectId: "no such thing" });
  expect(world.requests).toEqual(Array(8).fill("QueryCommand"));
});

test("one from before they were listed stands beside its subject only", async () => {
  const Item = { pk: "SAGA#acme#sag_acme_1", sk: "AUDIT#OLD", auditId: "OLD", by: "EVEN", action: "act 9", at: 1 };
  await world.tables.client.send(new PutCommand({ TableName: world.tables.main, Item }));
  expect(await acts()).toHaveLength(SUBJECTS.length);
});
