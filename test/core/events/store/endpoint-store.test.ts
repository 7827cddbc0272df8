import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { EndpointRef, WebhookEndpoint } from "../../../../core/events/domain/webhook-endpoint.ts";
import {
  changeEndpoint,
  countEndpoint,
  createEndpoint,
  endEndpoint,
  readEndpoint,
  readEndpoints,
  readLiveEndpoint,
  readLiveEndpoints,
} from "../../../../core/events/store/endpoint-store.ts";
import { type Key, Tables } from "../../../../core/foundation/store/table.ts";
import { createTables, type TestTables } from "../../../support/engine.ts";
import { ENDPOINT } from "./endpoint-writes.ts";

let engine: TestTables;
let tables: Tables;
beforeAll(async () => {
  engine = await createTables();
  tables = new Tables({ ...engine, fraction: () => 0, pause: async () => {} });
});
afterAll(() => engine.drop());

const ref = (tenantId: string, n: number): EndpointRef => ({ tenantId, webhookEndpointId: `whe_${tenantId}_${n}` });

async function made(tenantId: string, n: number): Promise<WebhookEndpoint> {
  const endpoint = { ...ENDPOINT, ...ref(tenantId, n) };
  expect(await tables.transact([createEndpoint(endpoint), countEndpoint(tenantId)])).toEqual({ committed: true });
  return (await readLiveEndpoint(tables, endpoint)) as WebhookEndpoint;
}

test("one query reads all that live, whole, and nothing that has ended", async () => {
  const all = [await made("one", 1), await made("one", 2), await made("one", 3)];
  await tables.transact(endEndpoint(all[1] as WebhookEndpoint, 5));
  expect(await readLiveEndpoints(tables, "one")).toEqual([all[0], all[2]]);
  expect(await readLiveEndpoints(tables, "two")).toEqual([]);
});

test("an endpoint that has ended is read by its id, without secrets, and cannot be ended twice", async () => {
  const endpoint = await made("three", 1);
  expect(await tables.transact(endEndpoint(endpoint, 5))).toEqual({ committed: true });
  expect(await readLiveEndpoint(tables, endpoint)).toBeUndefined();
  expect(await readEndpoint(tables, endpoint)).toMatchObject({
    status: "ENDED",
    secrets: [],
    version: 4,
    updatedAt: 5,
  });
  expect((await tables.transact(endEndpoint(endpoint, 6))).committed).toBe(false);
  expect(await readEndpoint(tables, endpoint)).toMatchObject({ updatedAt: 5 });
});

test("twenty have room, and one that ends makes room for one", async () => {
  const all: WebhookEndpoint[] = [];
  for (let n = 1; n <= 20; n++) all.push(await made("full", n));
  const more = { ...ENDPOINT, ...ref("full", 21) };
  expect((await tables.transact([createEndpoint(more), countEndpoint("full")])).committed).toBe(false);
  await tables.transact(endEndpoint(all[3] as WebhookEndpoint, 5));
  expect((await tables.transact([createEndpoint(more), countEndpoint("full")])).committed).toBe(true);
  expect(await readLiveEndpoints(tables, "full")).toHaveLength(20);
});

test("enabling forgets why it was disabled and what has failed; anything else leaves both", async () => {
  const endpoint = await made("four", 1);
  const change = changeEndpoint(endpoint, { status: "DISABLED" }, 5);
  const failing = { ...change, set: { ...change.set, failures: 7, failingSince: 2, failingTold: true } };
  await tables.transact([failing]);
  const disabled = (await readLiveEndpoint(tables, endpoint)) as WebhookEndpoint;
  await tables.transact([changeEndpoint(disabled, { description: "ours" }, 6)]);
  const described = (await readLiveEndpoint(tables, endpoint)) as WebhookEndpoint;
  expect(described).toMatchObject({ status: "DISABLED", disabledReason: "merchant", failures: 7, failingSince: 2 });
  await tables.transact([changeEndpoint(described, { status: "ENABLED" }, 7)]);
  expect(await readLiveEndpoint(tables, endpoint)).toEqual({
    ...endpoint,
    description: "ours",
    version: endpoint.version + 3,
    updatedAt: 7,
  });
});

test("one that ends while its two places are read is not missed", async () => {
  const endpoint = await made("five", 1);
  class Moving extends Tables {
    override async getMany(...[table, keys]: [Parameters<Tables["getMany"]>[0], readonly Key[]]) {
      const ended = await super.getMany(
        table,
        keys.filter(({ sk }) => sk.startsWith("ENDED#")),
      );
      await tables.transact(endEndpoint(endpoint, 5));
      const live = await super.getMany(
        table,
        keys.filter(({ sk }) => sk.startsWith("LIVE#")),
      );
      return [...live, ...ended];
    }
  }
  const moving = new Moving({ ...engine, fraction: () => 0, pause: async () => {} });
  const [found, unknown] = await readEndpoints(moving, [endpoint, ref("five", 2)]);
  expect(found).toMatchObject({ webhookEndpointId: endpoint.webhookEndpointId, status: "ENDED" });
  expect(unknown).toBeUndefined();
});
