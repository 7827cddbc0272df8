import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { RetryableError } from "../../../../core/foundation/domain/errors.ts";
import { underKey } from "../../../../core/foundation/services/under-key.ts";
import { Tables } from "../../../../core/foundation/store/table.ts";
import { createPayment } from "../../../../core/payments/services/payments.ts";
import { submitBatch } from "../../../../core/redemptions/services/redemption-batches.ts";
import { submitRedemption } from "../../../../core/redemptions/services/redemptions.ts";
import { storedBatch } from "../../../../core/redemptions/services/stored-batch.ts";
import type { AllDeps } from "../../../../lambdas/runtime/all-deps.ts";
import { PaymentWorld } from "../../../support/payment-world.ts";
import { Crash, World } from "../../../support/world.ts";
import { CODE, itemsOf } from "../../redemptions/services/submitting.ts";

describe("a plan that is gone", () => {
  let world: World;
  let planId: string;
  beforeEach(async () => {
    world = await World.create();
    planId = await world.plan();
  });
  afterEach(() => world.drop());

  /** As another process sees the tables: it has no plan in memory. */
  const later = (): AllDeps => {
    const tables = new Tables({ ...world.tables, fraction: Math.random, pause: async () => undefined });
    return { ...world.deps, tables };
  };
  const removePlan = () =>
    world.tables.client.send(
      new DeleteCommand({ TableName: world.tables.main, Key: { pk: `PLN#acme#${planId}`, sk: "HEAD" } }),
    );
  const single = (deps: AllDeps, key: string, reference = "a") => {
    const body = { code: CODE, planId, reference };
    const request = world.request("POST /v1/redemptions", body, key);
    return underKey(deps, request, () => submitRedemption(deps, request, "acme", body));
  };
  const batch = (deps: AllDeps, key: string, mode: "partial" | "atomic" = "partial") => {
    const body = { planId, mode, items: itemsOf("CODE-0001", "no!", "CODE-0001") };
    const items = mode === "atomic" ? itemsOf("CODE-0001") : body.items;
    const request = world.request("POST /v1/redemption-batches", { ...body, items }, key);
    return underKey(deps, request, () => submitBatch(deps, request, "acme", { ...body, items }), storedBatch);
  };

  test.each<[string, (deps: AllDeps, key: string) => Promise<{ body: unknown; replayed?: boolean }>]>([
    ["a redemption", single],
    ["a partial batch", batch],
    ["an atomic batch", (deps, key) => batch(deps, key, "atomic")],
  ])("does not change the answer that the key of %s had", async (_what, send) => {
    const first = await send(world.deps, "key-1");
    await removePlan();
    const again = await send(later(), "key-1");
    expect(again).toMatchObject({ replayed: true });
    expect(JSON.stringify(again.body)).toBe(JSON.stringify(first.body));
    await expect(send(later(), "key-2")).rejects.toMatchObject({ code: "plan-not-found" });
  });

  test("does not hide that the key came with another request before", async () => {
    await single(world.deps, "key-1");
    await removePlan();
    const other = single(later(), "key-1", "b");
    await expect(other).rejects.toMatchObject({ code: "idempotency-key-reused", errors: [{ pointer: "/reference" }] });
  });

  test("gives no final answer to a key whose first request is still at work", async () => {
    world.crashAt(1, "before");
    await expect(batch(world.deps, "key-1")).rejects.toBeInstanceOf(Crash);
    world.revive();
    await removePlan();
    await expect(batch(later(), "key-1")).rejects.toMatchObject({ code: "idempotency-key-in-use" });
  });
});

test("a payment's key is answered the same while the channels' configurations cannot be read", async () => {
  const world = await PaymentWorld.create();
  const pay = (deps: AllDeps, key: string, amount = 1) => {
    const input = { orderNo: "order-1", amount: { amount, currency: "USD" }, channel: "sandbox" as const };
    const request = world.world.request("POST /v1/payments", input, key);
    return underKey(deps, request, () => createPayment(deps, request, "acme", input));
  };
  const find = () => Promise.reject(new RetryableError("overloaded", "they cannot be read", 1000));
  const without: AllDeps = { ...world.deps, channels: { ...world.deps.channels, find } };
  try {
    const first = await pay(world.deps, "key-1");
    expect(await pay(without, "key-1")).toEqual({ ...first, replayed: true });
    await expect(pay(without, "key-1", 2)).rejects.toMatchObject({ code: "idempotency-key-reused" });
    await expect(pay(without, "key-2")).rejects.toMatchObject({ code: "overloaded" });
  } finally {
    await world.drop();
  }
});

test("a channel that is no longer configured does not change the answer that a payment's key had", async () => {
  const world = await PaymentWorld.create();
  const pay = (deps: AllDeps, key: string) => {
    const input = { orderNo: "order-1", amount: { amount: 1, currency: "USD" }, channel: "sandbox" as const };
    const request = world.world.request("POST /v1/payments", input, key);
    return underKey(deps, request, () => createPayment(deps, request, "acme", input));
  };
  const without: AllDeps = { ...world.deps, channels: { ...world.deps.channels, find: async () => undefined } };
  try {
    const first = await pay(world.deps, "key-1");
    expect(await pay(without, "key-1")).toEqual({ ...first, replayed: true });
    await expect(pay(without, "key-2")).rejects.toMatchObject({ code: "channel-not-configured" });
  } finally {
    await world.drop();
  }
});
