import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { createApiKey, verifyApiKey } from "../../../../core/access/services/api-keys.ts";
import { createKey, type KeyHolder, rotateKey } from "../../../../core/access/services/own-keys.ts";
import type { Answer } from "../../../../core/foundation/services/deps.ts";
import { Crash, World } from "../../../support/world.ts";

let world: World;
let first: string;
beforeEach(async () => {
  world = await World.create();
  const registry = { ...world.deps, randomBytes: world.deps.random.bytes };
  ({ apiKey: first } = await createApiKey(registry, { tenantId: "acme", scopes: ["merchants", "payments"] }));
});
afterEach(() => world.drop());

const HOLDER: KeyHolder = { kind: "tenant", tenantId: "acme", keyId: "MERCHANT", scopes: ["merchants", "payments"] };
const keyIn = ({ body }: Answer) => (body as { key: string }).key;
const opens = (apiKey: string) =>
  verifyApiKey(world.deps, apiKey).then(
    () => true,
    () => false,
  );

const make = () => {
  const body = { scopes: ["payments" as const] };
  return createKey(world.deps, world.request("POST /v1/api-keys", body, "lost"), HOLDER, body);
};
const rotate = () => {
  const body = { graceSeconds: 0 };
  const [keyId, route] = [first.slice(4, 16), "POST /v1/api-keys/{id}/rotate"];
  return rotateKey(world.deps, world.request(route, body, "lost", { id: keyId }), HOLDER, keyId, body);
};

test.each([
  ["making a key", "before", make, 2],
  ["making a key", "after", make, 2],
  ["rotating a key", "before", rotate, 1],
  ["rotating a key", "after", rotate, 1],
] as const)(
  "%s and dying %s the commit: the same request leads to one secret, and that one opens",
  async (_what, when, act, rows) => {
    world.crashAt(0, when);
    await expect(act()).rejects.toThrow(Crash);
    world.revive();
    const answer = await act();
    expect(answer.replayed ?? false).toBe(when === "after");
    expect(keyIn(await act())).toBe(keyIn(answer));

    expect(await opens(keyIn(answer))).toBe(true);
    expect(await world.rows("KEY#")).toHaveLength(rows);
    expect(await world.rows("KEY#", "AUDIT#")).toHaveLength(1);
    expect(await opens(first)).toBe(act === make);
  },
);
