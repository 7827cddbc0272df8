import {
  type CancellationReason,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
} from "@aws-sdk/client-dynamodb";
import { expect, test } from "@jest/globals";
import { keyOf, onTables, refusalOf } from "./on-tables.ts";

const tables = onTables();

type Actions = NonNullable<TransactWriteItemsCommandInput["TransactItems"]>;

const putNew = (name: string) => ({
  Put: {
    TableName: tables().main,
    Item: keyOf(name),
    ConditionExpression: "attribute_not_exists(pk)",
    ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
  },
});
const transact = (TransactItems: Actions, ClientRequestToken?: string) =>
  tables().client.send(
    new TransactWriteItemsCommand({ TransactItems, ...(ClientRequestToken ? { ClientRequestToken } : {}) }),
  );
const put = (name: string, more = {}) =>
  tables().client.send(new PutItemCommand({ TableName: tables().main, Item: { ...keyOf(name), ...more } }));
const read = async (name: string) =>
  (await tables().client.send(new GetItemCommand({ TableName: tables().main, Key: keyOf(name), ConsistentRead: true })))
    .Item;
const reasonsOf = async (actions: Actions) => {
  const error = await refusalOf(transact(actions));
  expect(error.name).toBe("TransactionCanceledException");
  return (error as Error & { CancellationReasons: CancellationReason[] }).CancellationReasons;
};

// API reference, "TransactWriteItems": cancellation reasons stand in the order of TransactItems, Code None where nothing
// failed; "Put", "Update", "ConditionCheck": ALL_OLD returns the item as it is when the condition fails.
test("reasons come in the order of the actions, each failed one with the item that was there", async () => {
  await put("order-2", { colour: { S: "red" } });
  await put("order-4", { colour: { S: "blue" } });
  const check = {
    ConditionCheck: {
      TableName: tables().main,
      Key: keyOf("order-4"),
      ConditionExpression: "colour = :c",
      ExpressionAttributeValues: { ":c": { S: "green" } },
      ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
    },
  };
  const reasons = await reasonsOf([putNew("order-1"), putNew("order-2"), putNew("order-3"), check]);
  expect(reasons.map(({ Code }) => Code)).toEqual(["None", "ConditionalCheckFailed", "None", "ConditionalCheckFailed"]);
  expect(reasons.map(({ Item }) => Item)).toEqual([
    undefined,
    { ...keyOf("order-2"), colour: { S: "red" } },
    undefined,
    { ...keyOf("order-4"), colour: { S: "blue" } },
  ]);
});

// API reference, "CancellationReason": Item is there only where an item is.
test("a condition that fails on an absent item brings no item", async () => {
  const check = {
    ConditionCheck: {
      TableName: tables().main,
      Key: keyOf("absent"),
      ConditionExpression: "attribute_exists(pk)",
      ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
    },
  };
  const [reason] = await reasonsOf([check]);
  expect([reason?.Code, Object.keys(reason?.Item ?? {})]).toEqual(["ConditionalCheckFailed", []]);
});

// Developer guide, "Amazon DynamoDB Transactions: How it works": all actions succeed, or none does.
test("a refused transaction leaves nothing of what stood before the refusal", async () => {
  await put("rollback-taken");
  const update = {
    Update: {
      TableName: tables().main,
      Key: keyOf("rollback-updated"),
      UpdateExpression: "SET n = :n",
      ExpressionAttributeValues: { ":n": { N: "1" } },
    },
  };
  await reasonsOf([putNew("rollback-put"), update, putNew("rollback-taken")]);
  expect([await read("rollback-put"), await read("rollback-updated")]).toEqual([undefined, undefined]);
});

// API reference, "TransactWriteItems": up to 100 actions.
test("100 actions are one transaction, 101 are refused whole", async () => {
  const actions = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, index) => putNew(`${prefix}-${index}`));
  await transact(actions("hundred", 100));
  expect([await read("hundred-0"), await read("hundred-99")]).toEqual([keyOf("hundred-0"), keyOf("hundred-99")]);
  expect((await refusalOf(transact(actions("more", 101)))).name).toBe("ValidationException");
  expect(await read("more-0")).toBeUndefined();
});

// API reference, "TransactWriteItems": TransactItems has at least one member.
test("a transaction of nothing is refused", async () => {
  expect((await refusalOf(transact([]))).name).toBe("ValidationException");
});

// API reference, "TransactWriteItems": no two actions may target the same item.
test("two actions on one item are refused whole, a check beside a write included", async () => {
  const check = {
    ConditionCheck: {
      TableName: tables().main,
      Key: keyOf("twice"),
      ConditionExpression: "attribute_not_exists(pk)",
    },
  };
  expect((await refusalOf(transact([putNew("twice"), check]))).name).toBe("ValidationException");
  expect(await read("twice")).toBeUndefined();
});

// API reference, "TransactWriteItems": a check has no effect of its own and is part of the whole.
test("a check that holds lets the others through and writes nothing", async () => {
  const check = {
    ConditionCheck: {
      TableName: tables().main,
      Key: keyOf("check-absent"),
      ConditionExpression: "attribute_not_exists(pk)",
    },
  };
  await transact([check, putNew("beside-check")]);
  expect([await read("check-absent"), await read("beside-check")]).toEqual([undefined, keyOf("beside-check")]);
});

// API reference, "TransactWriteItems", ClientRequestToken: identical calls under one token have the effect of one; another
// request under it within ten minutes is an IdempotentParameterMismatch.
test("a request token makes the same transaction one effect, and refuses another", async () => {
  const token = `token-${tables().main}`.slice(-36);
  const add = (n: string) => ({
    Update: {
      TableName: tables().main,
      Key: keyOf("token"),
      UpdateExpression: "ADD n :n",
      ExpressionAttributeValues: { ":n": { N: n } },
    },
  });
  await transact([add("1")], token);
  await transact([add("1")], token);
  expect((await read("token"))?.n).toEqual({ N: "1" });
  const mismatch = await refusalOf(transact([add("2")], token));
  expect(mismatch.name).toMatch(/^IdempotentParameterMismatch/);
  expect((await read("token"))?.n).toEqual({ N: "1" });
});
