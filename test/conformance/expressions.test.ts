import {
  type AttributeValue,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import { expect, test } from "@jest/globals";
import { keyOf, onTables, refusalOf } from "./on-tables.ts";

const tables = onTables();

const put = (name: string, more: Record<string, AttributeValue> = {}) =>
  tables().client.send(new PutItemCommand({ TableName: tables().main, Item: { ...keyOf(name), ...more } }));
const update = (name: string, input: Omit<UpdateItemCommandInput, "TableName" | "Key">) =>
  tables().client.send(new UpdateItemCommand({ TableName: tables().main, Key: keyOf(name), ...input }));
const read = async (name: string) =>
  (await tables().client.send(new GetItemCommand({ TableName: tables().main, Key: keyOf(name), ConsistentRead: true })))
    .Item;
const refused = async (name: string, input: Omit<UpdateItemCommandInput, "TableName" | "Key">) => {
  const error = await refusalOf(update(name, input));
  expect([error.name, await read(name)]).toEqual(["ValidationException", undefined]);
  return error.message;
};

// Developer guide, "Update expressions", "Using if_not_exists" and "list_append".
test("if_not_exists keeps what is there, list_append adds to the end, and each makes what is absent", async () => {
  const input = {
    UpdateExpression:
      "SET #first = if_not_exists(#first, :now), #n = if_not_exists(#n, :zero) + :one, #l = list_append(if_not_exists(#l, :none), :more)",
    ExpressionAttributeNames: { "#first": "first", "#n": "n", "#l": "l" },
  };
  for (const now of ["1", "2"])
    await update("append", {
      ...input,
      ExpressionAttributeValues: {
        ":now": { N: now },
        ":zero": { N: "0" },
        ":one": { N: "1" },
        ":none": { L: [] },
        ":more": { L: [{ N: now }] },
      },
    });
  const list = { L: [{ N: "1" }, { N: "2" }] };
  expect(await read("append")).toEqual({ ...keyOf("append"), first: { N: "1" }, n: { N: "2" }, l: list });
});

// Developer guide, "Update expressions": every right side is read before anything is written.
test("the right sides of one update see the item as it was before", async () => {
  await put("swap", { a: { N: "1" }, b: { N: "2" } });
  await update("swap", { UpdateExpression: "SET a = b, b = a" });
  expect(await read("swap")).toMatchObject({ a: { N: "2" }, b: { N: "1" } });
});

// Developer guide, "Supported data types and naming rules", "Number": 38 digits of precision.
test("numbers from 2^53 on are kept and counted to the last digit", async () => {
  await put("number", { n: { N: "9007199254740992" } });
  await update("number", { UpdateExpression: "SET n = n + :one", ExpressionAttributeValues: { ":one": { N: "1" } } });
  expect((await read("number"))?.n).toEqual({ N: "9007199254740993" });
  const digits = "12345678901234567890123456789012345678";
  await put("digits", { n: { N: digits } });
  expect((await read("digits"))?.n).toEqual({ N: digits });
});

// Developer guide, "Comparison operator and function reference": numbers are compared as numbers, not as text.
test("a condition compares numbers from 2^53 on exactly", async () => {
  await put("compare", { n: { N: "9007199254740993" } });
  const below = { UpdateExpression: "SET hit = :y", ConditionExpression: "n < :n" };
  const values = (n: string) => ({ ExpressionAttributeValues: { ":y": { BOOL: true }, ":n": { N: n } } });
  const error = await refusalOf(update("compare", { ...below, ...values("9007199254740993") }));
  expect(error.name).toBe("ConditionalCheckFailedException");
  await update("compare", { ...below, ...values("9007199254740994") });
});

// API reference, "Condition", EQ: supported for all data types, including lists and maps.
test("a map equals another with the same attributes in any order, and no other", async () => {
  const map = (at: string, more = {}) => ({
    M: { r: { S: "dp_1" }, at: { N: at }, o: { M: { b: { N: "2" }, a: { N: "1" } } }, ...more },
  });
  await put("map", { d: map("5") });
  const same = { M: { o: { M: { a: { N: "1" }, b: { N: "2" } } }, at: { N: "5.0" }, r: { S: "dp_1" } } };
  const when = (value: AttributeValue) => ({
    UpdateExpression: "SET hit = :y",
    ConditionExpression: "d = :d",
    ExpressionAttributeValues: { ":y": { BOOL: true }, ":d": value },
  });
  for (const other of [map("6"), map("5", { s: { S: "won" } }), map("5", { o: { M: { a: { N: "1" } } } })])
    expect((await refusalOf(update("map", when(other)))).name).toBe("ConditionalCheckFailedException");
  await update("map", when(same));
});

// Developer guide, "Comparison operator and function reference", grammar of conditions; the service refuses a pair of
// parentheses around a pair, which the grammar does not say.
test("redundant parentheses are refused", async () => {
  const values = { ":a": { N: "1" } };
  const message = await refused("parentheses", {
    UpdateExpression: "SET a = :a",
    ConditionExpression: "((attribute_not_exists(pk)))",
    ExpressionAttributeValues: values,
  });
  expect(message).toMatch(/redundant parentheses/);
});

// Developer guide, "Expression attribute names (aliases)" and "Using expression attribute values": what is used is defined.
test("a name and a value that are not defined are refused", async () => {
  const a = { ":a": { N: "1" } };
  expect(await refused("undefined", { UpdateExpression: "SET #a = :a", ExpressionAttributeValues: a })).toMatch(/#a/);
  expect(await refused("undefined", { UpdateExpression: "SET a = :a" })).toMatch(/:a/);
});

// API reference, "UpdateItem", ExpressionAttributeNames and ExpressionAttributeValues: what is defined is used.
test("a name and a value that no expression uses are refused", async () => {
  const values = { ":a": { N: "1" } };
  const used = { UpdateExpression: "SET a = :a", ExpressionAttributeValues: values };
  expect(await refused("unused", { ...used, ExpressionAttributeNames: { "#b": "b" } })).toMatch(/unused/);
  const more = { ...used, ExpressionAttributeValues: { ...values, ":b": { N: "2" } } };
  expect(await refused("unused", more)).toMatch(/unused/);
});

// Developer guide, "Update expressions": a document path may stand in an expression once only.
test("an update that sets and removes one attribute is refused", async () => {
  const message = await refused("overlap", {
    UpdateExpression: "SET a = :a REMOVE a",
    ExpressionAttributeValues: { ":a": { N: "1" } },
  });
  expect(message).toMatch(/overlap/);
});

// API reference, "UpdateItem", ReturnValuesOnConditionCheckFailure.
test("a single write that is refused brings the item that was there", async () => {
  await put("old", { colour: { S: "red" } });
  const error = await refusalOf(
    update("old", {
      UpdateExpression: "SET a = :a",
      ConditionExpression: "attribute_not_exists(pk)",
      ExpressionAttributeValues: { ":a": { N: "1" } },
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    }),
  );
  expect(error).toMatchObject({ name: "ConditionalCheckFailedException", Item: { colour: { S: "red" } } });
});

// API reference, "UpdateItem", ReturnValues: ALL_NEW returns all attributes of the item as they appear after the update.
test("an update says what the item is after it, all of it, and each of several at once says what it has made itself", async () => {
  await put("new", { colour: { S: "red" } });
  const add = () =>
    update("new", {
      UpdateExpression: "SET n = if_not_exists(n, :zero) + :one",
      ExpressionAttributeValues: { ":zero": { N: "0" }, ":one": { N: "1" } },
      ReturnValues: "ALL_NEW",
    });
  expect((await add()).Attributes).toEqual({ ...keyOf("new"), colour: { S: "red" }, n: { N: "1" } });
  const told = await Promise.all([add(), add(), add(), add()]);
  expect(told.map(({ Attributes }) => Number(Attributes?.n?.N)).sort()).toEqual([2, 3, 4, 5]);
  const without = await update("new", { UpdateExpression: "REMOVE n" });
  expect(without.Attributes).toBeUndefined();
});
