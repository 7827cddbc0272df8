import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { AMOUNT, channelSigning, OLD_SECRET, refundOf, SECRET, startChannel } from "./handler-world.ts";

let world: Awaited<ReturnType<typeof startChannel>>;
beforeAll(async () => {
  world = await startChannel();
});
afterAll(() => world.stop());
beforeEach(() => {
  world.hold = async () => undefined;
  world.webhookStatus = 200;
  world.webhooks.length = 0;
});

const SUCCEEDED = { outcome: "succeeded", amount: AMOUNT, providerReference: expect.stringMatching(/^sbx_/) };
const DECLINED = { outcome: "declined", reason: "card-declined" };
const ACTION = { outcome: "requires-action", paymentUrl: expect.stringContaining("/_sandbox/channel/pay/") };

describe("the adapter and the sandbox channel understand each other", () => {
  test.each([
    [undefined, SUCCEEDED, SUCCEEDED],
    ["pm_ok", SUCCEEDED, SUCCEEDED],
    ["pm_500_twice", { outcome: "unknown", reason: "server-error" }, { outcome: "not-found" }],
    ["pm_timeout_then_ok", { outcome: "unknown" }, SUCCEEDED],
    ["pm_declined", DECLINED, DECLINED],
    ["pm_timeout_then_declined", { outcome: "unknown" }, DECLINED],
    ["pm_unknown_forever", { outcome: "unknown" }, { outcome: "unknown", reason: "server-error" }],
    ["pm_action", ACTION, ACTION],
    ["pm_cancel_fails_twice", ACTION, ACTION],
    ["pm_cancel_fails_always", ACTION, ACTION],
    ["pm_late_success", ACTION, ACTION],
    ["pm_other", { outcome: "declined", reason: "method-refused" }, { outcome: "declined", reason: "method-refused" }],
  ])("%s", async (method, answered, found) => {
    const paymentId = `pay_acme_${method}`;
    expect(await world.query(paymentId)).toEqual({ outcome: "not-found" });
    expect(await world.charge(paymentId, method)).toMatchObject(answered);
    expect(await world.query(paymentId)).toMatchObject(found);
  });

  test("pm_500_twice succeeds at the third send, and once", async () => {
    for (const outcome of ["unknown", "unknown", "succeeded", "succeeded"]) {
      expect(await world.charge("twice", "pm_500_twice")).toMatchObject({ outcome });
    }
    expect(await world.effectsOf("twice")).toEqual([{ kind: "charge", amount: 2550 }]);
  });

  test("a held call is a timeout for the caller that does not wait so long, and its effect is found", async () => {
    let release: (value?: unknown) => void = () => undefined;
    world.hold = () => new Promise((resolve) => (release = resolve));
    const call = { ...world.callOf("held", "pm_timeout_then_ok"), timeoutMs: 300 };
    expect(await world.channel.charge(call)).toEqual({ outcome: "unknown", reason: "timeout" });
    release();
    world.hold = async () => undefined;
    expect(await world.query("held")).toMatchObject({ outcome: "succeeded" });
  });

  test("cancels: a capture is given back, an open charge 0, and neither can be charged again", async () => {
    await world.charge("void1");
    expect(await world.cancel("void1")).toEqual({ outcome: "cancelled", amount: 2550 });
    expect(await world.cancel("void1")).toEqual({ outcome: "cancelled", amount: 2550 });
    expect(await world.charge("void1")).toEqual({ outcome: "declined", reason: "refused" });
    expect(await world.query("void1")).toEqual({ outcome: "declined", reason: "refused" });
    expect(await world.effectsOf("void1")).toEqual([
      { kind: "charge", amount: 2550 },
      { kind: "void", amount: 2550 },
    ]);
    await world.charge("void2", "pm_action");
    expect(await world.cancel("void2")).toEqual({ outcome: "cancelled", amount: 0 });
    expect((await world.click("void2", { outcome: "paid" })).status).toBe(409);
    expect(await world.effectsOf("void2")).toEqual([{ kind: "void", amount: 0 }]);
  });

  test("a cancel that comes before its charge makes the charge impossible", async () => {
    expect(await world.cancel("early")).toEqual({ outcome: "not-found" });
    expect(await world.query("early")).toEqual({ outcome: "not-found" });
    expect(await world.charge("early")).toEqual({ outcome: "declined", reason: "refused" });
    expect(await world.cancel("early")).toEqual({ outcome: "not-found" });
    expect(await world.effectsOf("early")).toEqual([]);
  });

  test("cancels fail as the magic methods say", async () => {
    await world.charge("twice-cancel", "pm_cancel_fails_twice");
    const failed = { outcome: "unknown", reason: "server-error" };
    expect(await world.cancel("twice-cancel")).toEqual(failed);
    expect(await world.cancel("twice-cancel")).toEqual(failed);
    expect(await world.cancel("twice-cancel")).toEqual({ outcome: "cancelled", amount: 0 });
    for (const method of ["pm_cancel_fails_always", "pm_unknown_forever"]) {
      await world.charge(`never-${method}`, method);
      for (let n = 0; n < 4; n++) expect(await world.cancel(`never-${method}`)).toEqual(failed);
    }
  });

  test("refunds up to what was captured, each once", async () => {
    await world.charge("refunded");
    const first = refundOf("ref_1", "refunded", 2000);
    expect(await world.channel.queryRefund(first)).toEqual({ outcome: "not-found" });
    const done = await world.channel.refund(first);
    expect(done).toEqual({ outcome: "succeeded", providerReference: expect.stringMatching(/^sbx_/) });
    expect(await world.channel.refund(first)).toEqual(done);
    expect(await world.channel.queryRefund(first)).toEqual(done);
    const tooMuch = refundOf("ref_2", "refunded", 551);
    expect(await world.channel.refund(tooMuch)).toEqual({ outcome: "declined", reason: "exceeds-charge" });
    expect(await world.channel.queryRefund(tooMuch)).toEqual({ outcome: "declined", reason: "exceeds-charge" });
    expect(await world.channel.refund(refundOf("ref_3", "refunded", 550))).toMatchObject({ outcome: "succeeded" });
    expect(await world.channel.refund(refundOf("ref_4", "unheard-of", 1))).toEqual({
      outcome: "declined",
      reason: "not-captured",
    });
    expect(await world.cancel("refunded")).toEqual({ outcome: "cancelled", amount: 0 });
  });

  test("a key or id that comes with something else proves nothing", async () => {
    const refused = { outcome: "unknown", reason: "request-refused" };
    await world.charge("reused");
    expect(await world.channel.charge({ ...world.callOf("reused"), amount: { amount: 1, currency: "USD" } })).toEqual(
      refused,
    );
    expect(await world.channel.charge({ ...world.callOf("reused"), providerKey: "other#charge" })).toEqual(refused);
    expect(await world.channel.charge({ ...world.callOf("another"), providerKey: "reused#charge" })).toEqual(refused);
    await world.channel.refund(refundOf("ref_5", "reused", 5));
    expect(await world.channel.refund(refundOf("ref_5", "reused", 6))).toEqual(refused);
    expect(await world.effectsOf("another")).toEqual([]);
  });

  test("either of two secrets is accepted, a third is not, and a wrong clock is no refusal of the payment", async () => {
    const call = world.callOf("signed");
    const refused = { outcome: "unknown", reason: "request-refused" };
    const late = channelSigning(SECRET, world.url, () => world.now - 301_000);
    expect(await channelSigning("c".repeat(64), world.url, () => world.now).charge(call)).toEqual(refused);
    expect(await late.charge(call)).toEqual(refused);
    expect(await world.effectsOf("signed")).toEqual([]);
    expect(await channelSigning(OLD_SECRET, world.url, () => world.now).charge(call)).toMatchObject(SUCCEEDED);
  });
});
