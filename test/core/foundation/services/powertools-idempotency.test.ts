import { IdempotencyConfig, makeIdempotent } from "@aws-lambda-powertools/idempotency";
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
import { CreateTableCommand, DeleteTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from "@jest/globals";
import type { Context } from "aws-lambda";
import { testDynamoDbClient } from "../../../support/engine.ts";
import { World } from "../../../support/world.ts";
import { bodyOf, itemsOf, submitItems } from "../../redemptions/services/submitting.ts";

/** Why money paths keep their own record (ADR 3). Of Powertools 2.35.0: when a test fails, read that ADR again. */
const TABLE = "powertools-idempotency";
const TIMEOUT_MS = 1000;
let client: DynamoDBClient;

beforeAll(async () => {
  client = testDynamoDbClient();
  await client.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    }),
  );
});
afterAll(async () => {
  await client.send(new DeleteTableCommand({ TableName: TABLE }));
  client.destroy();
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** A handler under `makeIdempotent` whose calls end when the test says so. */
function handlerUnderPowertools() {
  const calls: { succeed: (answer: string) => void; fail: (error: Error) => void }[] = [];
  const config = new IdempotencyConfig({ eventKeyJmesPath: "key", throwOnNoIdempotencyKey: true });
  config.registerLambdaContext({ getRemainingTimeInMillis: () => TIMEOUT_MS } as Context);
  const handler = makeIdempotent(
    (_event: { key: string }) =>
      new Promise<string>((resolve, reject) => calls.push({ succeed: resolve, fail: reject })),
    { persistenceStore: new DynamoDBPersistenceLayer({ tableName: TABLE, awsSdkV3Client: client }), config },
  );
  return { handler, calls };
}

async function until(condition: () => boolean) {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

async function stored(): Promise<Record<string, unknown>[]> {
  const { Items = [] } = await DynamoDBDocumentClient.from(client).send(new ScanCommand({ TableName: TABLE }));
  return Items;
}

describe("Powertools 2.35.0", () => {
  /** A first call that is slower than its function may live, and the retry that takes the key over from it. */
  async function slowFirstCall(key: string) {
    const { handler, calls } = handlerUnderPowertools();
    const first = handler({ key });
    await until(() => calls.length === 1);
    const now = Date.now();
    jest.spyOn(Date, "now").mockReturnValue(now + TIMEOUT_MS + 1);
    const second = handler({ key });
    await until(() => calls.length === 2);
    return { first, second, handler, slow: calls[0], retry: calls[1] };
  }

  test("lets a slow first call overwrite the answer that its successor has given", async () => {
    const { first, second, handler, slow, retry } = await slowFirstCall("overwritten");
    retry?.succeed("answer of the retry");
    expect(await second).toBe("answer of the retry");
    slow?.succeed("answer of the slow call");
    await first;
    // Two callers hold two different answers to one key, and from now on the key gives the later one.
    expect(await handler({ key: "overwritten" })).toBe("answer of the slow call");
  });

  test("lets a slow first call that fails delete its successor's record, so that the key runs once more", async () => {
    const { first, second, handler, slow, retry } = await slowFirstCall("deleted");
    retry?.succeed("answer of the retry");
    await second;
    const before = (await stored()).length;
    slow?.fail(new Error("too late"));
    await expect(first).rejects.toThrow("too late");
    expect(await stored()).toHaveLength(before - 1);
    const { handler: again, calls } = handlerUnderPowertools();
    const third = again({ key: "deleted" });
    await until(() => calls.length === 1);
    calls[0]?.succeed("executed again");
    expect(await third).toBe("executed again");
    expect(handler).toBeDefined();
  });
});

describe("our record in the same story", () => {
  let world: World;
  afterEach(() => world.drop());

  test("keeps the successor's answer: the slow first request is refused its completing write and gives that answer", async () => {
    world = await World.create();
    const planId = await world.plan();
    const body = { planId, mode: "partial" as const, items: itemsOf("CODE-0001", "CODE-0002") };
    // Frozen right before its completing write, after key, items and all.
    const hold = world.holdAt(3, "before");
    const first = submitItems(world, body, "key-1");
    await hold.reached;
    world.nowMs += world.deps.limits.batchLeaseMs + 1;
    const second = await submitItems(world, body, "key-1");
    hold.letGo();
    const late = await first;
    expect([late.replayed, JSON.stringify(late.body)]).toEqual([true, JSON.stringify(second.body)]);
    const third = await submitItems(world, body, "key-1");
    expect(JSON.stringify(third.body)).toBe(JSON.stringify(second.body));
    expect(bodyOf(third).summary.accepted).toBe(2);
    expect(await world.rows("RDM#")).toHaveLength(2);
  });
});
