import { describe, expect, test } from "@jest/globals";
import type { PaymentChannel } from "../../../../core/payments/domain/channel.ts";
import { stripeWorld } from "./stripe-world.ts";
import { hangUp, ODD_ANSWERS, type Script, SILENCES, send } from "./vendor-double.ts";

const world = stripeWorld();

const CALLS: [name: string, call: (by: PaymentChannel) => Promise<{ outcome: string }>][] = [
  ["charge", (by) => by.charge(world.chargeCall("pm_card_visa"))],
  ["query by reference", (by) => by.query(world.ref("pi_1"))],
  ["query", (by) => by.query(world.ref())],
  ["cancel", (by) => by.cancel({ ...world.ref("pi_1"), compensationKey: "k" })],
  ["refund", (by) => by.refund(world.refundCall("ref_1", 5, "pi_1"))],
  ["query of a refund", (by) => by.queryRefund(world.refundCall("ref_1", 5, "pi_1"))],
];
const each = <T extends [string, Script, ...string[]]>(odd: T[]) =>
  CALLS.flatMap(([call, make]) => odd.map(([name, script, reason]) => ({ call, name, make, script, reason })));

/** Stripe's own word for these two: the key is none, or may not do this. */
const ANSWERS = ODD_ANSWERS.map(([name, script, reason]): (typeof ODD_ANSWERS)[number] => [
  name,
  script,
  /status of 40[13]/.test(name) ? "channel-unusable" : reason,
]);

describe("every call", () => {
  test.each(each(ANSWERS))("$call: $name is $reason", async ({ make, script, reason }) => {
    world.double.interceptWith(script);
    expect(await make(world.channel)).toEqual({ outcome: "unknown", reason });
  });

  test.each(each(SILENCES))("$call: $name ends with the time given", async ({ make, script }) => {
    world.double.interceptWith(script);
    expect(await make(await world.open(50))).toEqual({ outcome: "unknown", reason: "timeout" });
  });

  test.each(CALLS)("%s: nothing is sent without time", async (_, make) => {
    expect(await make(await world.open(0.5))).toEqual({ outcome: "unknown", reason: "no-time-left" });
    expect(world.double.calls).toHaveLength(0);
  });

  test.each(CALLS)("%s: a wrong key is no refusal of the payment", async (_, make) => {
    expect(await make(await world.open(5000, "sk_test_other"))).toEqual({
      outcome: "unknown",
      reason: "channel-unusable",
    });
  });

  test("a 403 that is not Stripe's says nothing about the key", async () => {
    world.double.interceptWith(send(403, { message: "blocked" }));
    expect(await world.charge("pm_card_visa")).toEqual({ outcome: "unknown", reason: "request-refused" });
  });

  test("a key that fits no header is never sent, and nothing is thrown", async () => {
    expect((await world.charge("pm_card_visa", { providerKey: "a\nb" })).outcome).toBe("unknown");
    expect(world.double.calls).toHaveLength(0);
  });

  test("a connection that closes is not tried again behind our back", async () => {
    world.double.interceptWith(hangUp);
    await world.charge("pm_card_visa");
    expect(world.double.calls).toHaveLength(1);
  });
});
