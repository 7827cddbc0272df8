import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, afterEach, beforeAll, expect, jest, test } from "@jest/globals";
import type { NotificationCall, NotificationSender, SendOutcome } from "../../../core/notifications/domain/sender.ts";
import { sendOnceGuard } from "../../../lambdas/runtime/send-once.ts";
import { createTables, type TestTables, testDynamoDbClient } from "../../support/engine.ts";
import { CONTEXT } from "../deployed.ts";

const client = testDynamoDbClient();
const log = { note: () => {}, info: () => {}, warn: jest.fn(), error: () => {} };
const SENT = { outcome: "sent", providerReference: "msg-1" } as const;
let tables: TestTables;
let keys = 0;
beforeAll(async () => {
  tables = await createTables();
});
afterEach(() => {
  log.warn.mockClear();
});
afterAll(async () => {
  await tables.drop();
  client.destroy();
});

const newCall = (): NotificationCall => ({
  notificationId: `ntf_acme_${++keys}`,
  providerKey: `ntf_acme_${keys}#1`,
  key: "order-1",
  channel: "email",
  receiver: "ok@shop.example",
  body: "Hello",
  timeoutMs: 1000,
});

function guarded(answers: readonly SendOutcome[], table = tables.transient) {
  const calls: NotificationCall[] = [];
  const port: NotificationSender = {
    send: async (call) => {
      calls.push(call);
      return answers[calls.length - 1] ?? SENT;
    },
    query: async () => ({ outcome: "not-found" }),
  };
  const guard = sendOnceGuard({ client, table, log });
  guard.registerContext(CONTEXT);
  return { sender: guard.guard(port), calls };
}

test("a definitive answer that was lost on its way is found again, without a call", async () => {
  const { sender, calls } = guarded([SENT]);
  const call = newCall();
  expect(await sender.send(call)).toEqual(SENT);
  expect(await sender.send(call)).toEqual(SENT);
  expect(calls).toHaveLength(1);
  const { Items = [] } = await tables.client.send(new ScanCommand({ TableName: tables.transient }));
  expect(Items.map(({ pk, sk }) => [String(pk).slice(0, 3), sk])).toEqual([["PT#", "HEAD"]]);
  expect(JSON.stringify(Items)).not.toMatch(/Hello|shop\.example/);
});

test("what is not definitive is not kept: the same key is sent again", async () => {
  const unknown = { outcome: "unknown", reason: "timeout" } as const;
  const { sender, calls } = guarded([unknown, { outcome: "not-now", reason: "throttled" }, SENT]);
  const call = newCall();
  expect(await sender.send(call)).toEqual(unknown);
  expect(await sender.send(call)).toMatchObject({ outcome: "not-now" });
  expect(await sender.send(call)).toEqual(SENT);
  expect(calls).toHaveLength(3);
});

test("it decides nothing: without its table the call is made as it is", async () => {
  const { sender, calls } = guarded([SENT], "no-such-table");
  expect(await sender.send(newCall())).toEqual(SENT);
  expect(calls).toHaveLength(1);
  expect(log.warn).toHaveBeenCalledTimes(1);
});

test("another message under the same key is the sender's to refuse", async () => {
  const { sender, calls } = guarded([SENT, { outcome: "failed", reason: "refused" }]);
  const call = newCall();
  await sender.send(call);
  expect(await sender.send({ ...call, body: "Other" })).toMatchObject({ outcome: "failed" });
  expect(calls).toHaveLength(2);
});

test("a port that throws is not called a second time", async () => {
  const guard = sendOnceGuard({ client, table: tables.transient, log });
  guard.registerContext(CONTEXT);
  const send = jest.fn(async () => Promise.reject(new Error("a mistake")));
  const sender = guard.guard({ send, query: async () => ({ outcome: "not-found" }) });
  await expect(sender.send(newCall())).rejects.toThrow();
  expect(send).toHaveBeenCalledTimes(1);
});
