import { expect, test } from "@jest/globals";
import { CodeVault } from "../../../../core/foundation/services/code-vault.ts";
import { decideAndCommit } from "../../../../core/foundation/services/decide-and-commit.ts";
import type { IdempotentRequest, VaultDeps } from "../../../../core/foundation/services/deps.ts";
import type { Committed, Write } from "../../../../core/foundation/store/table.ts";

const request: IdempotentRequest = {
  ownerId: "acme",
  keyId: "K1",
  route: "POST /v1/things",
  key: "key-1",
  content: { body: {}, path: {} },
  instance: "/v1/things",
  requestId: "request-1",
};
const write: Write = {
  kind: "check",
  name: "thing.check",
  table: "main",
  key: { pk: "THING#acme", sk: "HEAD" },
  only: {},
};
const answer = { httpStatus: 200, body: { done: true } };
const overtaken: Committed = { committed: false, refusals: [undefined, { old: { by: "another" } }] };

/** Tables that say these things one after the other, the last one for ever. */
function scripted(...results: Committed[]) {
  const transactions: number[] = [];
  const transact = async (writes: readonly Write[]) => {
    transactions.push(writes.length);
    return results[Math.min(transactions.length, results.length) - 1];
  };
  const deps = {
    clock: () => 1000,
    random: { ulid: () => "U1" },
    vault: new CodeVault({
      pepper: "p".repeat(64),
      cipherSecret: "c".repeat(64),
      randomBytes: (count) => new Uint8Array(count),
    }),
    log: { note: () => {} },
    tables: { transact },
  } as unknown as VaultDeps;
  return { deps, transactions };
}
const busy = { resourceId: "thing-1", busy: "the thing moves on right now" };

test("who is overtaken decides again on what is there then, and counts what was committed once", async () => {
  const { deps, transactions } = scripted(overtaken, { committed: true });
  let decisions = 0;
  let counted = 0;
  const decide = () => ({ answer: { httpStatus: 200, body: ++decisions }, writes: [write], onCommit: () => counted++ });

  expect(await decideAndCommit(deps, request, { ...busy, decide })).toEqual({ httpStatus: 200, body: 2 });
  expect([transactions, counted]).toEqual([[2, 2], 1]);
});

test.each([
  ["overtaken", () => ({ answer, writes: [write] }), [2, 2, 2]],
  ["in doubt about what it reads", () => "again" as const, []],
])("who is %s three times tells its caller to come again soon", async (_what, decide, written) => {
  const { deps, transactions } = scripted(overtaken);

  await expect(decideAndCommit(deps, request, { ...busy, decide })).rejects.toMatchObject({
    code: "overloaded",
    message: busy.busy,
    retryAfterMs: 1000,
  });
  expect(transactions).toEqual(written);
});

test("a refusal and an answer without effect are kept under the key alone", async () => {
  const { deps, transactions } = scripted({ committed: true });

  const refused = await decideAndCommit(deps, request, {
    ...busy,
    decide: () => ({ code: "not-in-review", detail: "it is open" }),
  });
  const known = await decideAndCommit(deps, request, { ...busy, decide: () => ({ answer }) });

  expect(refused).toMatchObject({ httpStatus: 409, body: { code: "not-in-review" } });
  expect(known).toBe(answer);
  expect(transactions).toEqual([1, 1]);
});

test("what others have left decides at once, without another reading", async () => {
  const { deps, transactions } = scripted(overtaken, { committed: true });
  const told: unknown[] = [];

  const said = await decideAndCommit(deps, request, {
    ...busy,
    decide: () => ({ answer, writes: [write] }),
    onOvertaken: (refusals) => {
      told.push(...refusals);
      return { answer: { httpStatus: 200, body: "theirs" } };
    },
  });

  expect(said).toEqual({ httpStatus: 200, body: "theirs" });
  expect(told).toEqual([{ old: { by: "another" } }]);
  expect(transactions).toEqual([2, 1]);
});
