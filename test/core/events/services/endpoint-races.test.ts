import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { openSecrets } from "../../../../core/events/services/endpoint-secrets.ts";
import {
  changeEndpoint,
  createEndpoint,
  deleteEndpoint,
  getEndpoint,
  rotateSecret,
} from "../../../../core/events/services/endpoints.ts";
import { countEndpoint, readEndpoint, readLiveEndpoints } from "../../../../core/events/store/endpoint-store.ts";
import { endpointCountKey } from "../../../../core/events/store/keys.ts";
import type { Answer, Caller } from "../../../../core/foundation/services/deps.ts";
import { underKey } from "../../../../core/foundation/services/under-key.ts";
import { World } from "../../../support/world.ts";

const TENANT: Caller = { kind: "tenant", tenantId: "acme", keyId: "MERCHANT" };
const ASKED = { url: "https://shop.example/hooks", eventTypes: ["*"] };

let world: World;
beforeEach(async () => {
  world = await World.create();
});
afterEach(() => world.drop());

function under(line: string, act: (request: ReturnType<World["request"]>) => Promise<Answer>): Promise<Answer> {
  const request = world.request(line, {});
  return underKey(world.deps, request, () => act(request));
}
const create = () => under("POST", (request) => createEndpoint(world.deps, request, "acme", ASKED));
const change = (id: string, changed: Parameters<typeof changeEndpoint>[4]) =>
  under("PATCH", (request) => changeEndpoint(world.deps, request, TENANT, id, changed));
const rotate = (id: string, graceSeconds = 60) =>
  under("rotate", (request) => rotateSecret(world.deps, request, TENANT, id, { graceSeconds }));
// biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
const bodyOf = (answer: Answer): any => answer.body;
const made = async (): Promise<string> => bodyOf(await create()).webhookEndpointId;
const rowOf = (webhookEndpointId: string) => readEndpoint(world.deps.tables, { tenantId: "acme", webhookEndpointId });
const live = () => readLiveEndpoints(world.deps.tables, "acme");
const counted = async () => (await world.deps.tables.get("main", endpointCountKey("acme")))?.live;

/** `slow` has read and is about to write when `quick` does all that it does. */
async function overtaken<A, B>(slow: () => Promise<A>, quick: () => Promise<B>): Promise<[PromiseSettledResult<A>, B]> {
  const { reached, letGo } = world.holdAt(0, "before");
  const first = Promise.allSettled([slow()]);
  await reached;
  const second = await quick();
  letGo();
  const [result] = await first;
  return [result as PromiseSettledResult<A>, second];
}
const fulfilled = <A>(result: PromiseSettledResult<A>): A => {
  if (result.status === "rejected") throw result.reason;
  return result.value;
};

test("of two that would be the twentieth, one is", async () => {
  for (let n = 0; n < 19; n++) await world.deps.tables.transact([countEndpoint("acme")]);
  const [slow, quick] = await overtaken(create, create);
  expect(quick.httpStatus).toBe(201);
  expect(bodyOf(fulfilled(slow))).toMatchObject({ status: 409, code: "too-many-endpoints" });
  expect([(await live()).length, await counted()]).toEqual([1, 20]);
});

test("of two rotations at once the later one is the newest, and both new secrets sign", async () => {
  const id = await made();
  const [slow, quick] = await overtaken(
    () => rotate(id),
    () => rotate(id),
  );
  const row = (await rowOf(id)) as NonNullable<Awaited<ReturnType<typeof rowOf>>>;
  const open = openSecrets(world.deps.vault, row, world.nowMs);
  expect(open).toEqual([bodyOf(fulfilled(slow)).secret, bodyOf(quick).secret]);
});

test("two changes at once are both made, and each answers with what it left", async () => {
  const id = await made();
  const [slow, quick] = await overtaken(
    () => change(id, { description: "slow" }),
    () => change(id, { url: "https://shop.example/quick" }),
  );
  expect(bodyOf(quick)).toMatchObject({ url: "https://shop.example/quick", description: null });
  expect(bodyOf(fulfilled(slow))).toMatchObject({ url: "https://shop.example/quick", description: "slow" });
  expect(await getEndpoint(world.deps, TENANT, id)).toEqual(bodyOf(fulfilled(slow)));
});

describe("deleted while it is", () => {
  test.each<[string, (id: string) => Promise<Answer>]>([
    ["changed", (id) => change(id, { status: "ENABLED" })],
    ["given another secret", (id) => rotate(id)],
  ])("%s, it is not there, and does not come back", async (_name, act) => {
    const id = await made();
    const [slow, quick] = await overtaken(
      () => act(id),
      () => deleteEndpoint(world.deps, TENANT, id),
    );
    expect(slow).toMatchObject({ status: "rejected", reason: { code: "not-found" } });
    expect(quick.status).toBe("ENDED");
    expect([await live(), await counted()]).toEqual([[], 0]);
    expect(await rowOf(id)).toMatchObject({ status: "ENDED", secrets: [] });
  });

  test("deleted, it is counted once", async () => {
    const [id] = [await made(), await made()];
    const [slow, quick] = await overtaken(
      () => deleteEndpoint(world.deps, TENANT, id),
      () => deleteEndpoint(world.deps, TENANT, id),
    );
    expect(fulfilled(slow)).toEqual(quick);
    expect([(await live()).length, await counted()]).toEqual([1, 1]);
  });
});

test("changed while it is deleted, it ends as the change left it", async () => {
  const id = await made();
  const [slow] = await overtaken(
    () => deleteEndpoint(world.deps, TENANT, id),
    () => change(id, { url: "https://shop.example/new" }),
  );
  expect(fulfilled(slow)).toMatchObject({ status: "ENDED", url: "https://shop.example/new" });
});

test("disabled by its deliveries while its owner changes it, the owner is told so", async () => {
  const id = await made();
  const disable = async () => {
    const row = { ...(await rowOf(id)), status: "DISABLED", disabledReason: "gone" };
    await world.deps.tables.write({ kind: "put", name: "seed", table: "main", item: row as never, only: {} });
  };
  const [slow] = await overtaken(() => change(id, { description: "x" }), disable);
  expect(bodyOf(fulfilled(slow))).toMatchObject({ description: "x", status: "DISABLED", disabledReason: "gone" });
});
