import { describe, expect, test } from "@jest/globals";
import type { PaymentChannel } from "../../../../core/payments/domain/channel.ts";
import { called, cancelCall, epayWorld, MAPI, ref, refundCall } from "./epay-world.ts";
import { ODD_ANSWERS, type Script, SILENCES } from "./vendor-double.ts";

const world = epayWorld();

const CALLS: [name: string, call: (by: PaymentChannel) => Promise<{ outcome: string }>][] = [
  ["charge", (by) => by.charge(called)],
  ["query", (by) => by.query(ref)],
  ["cancel", (by) => by.cancel(cancelCall)],
  ["refund", (by) => by.refund(refundCall(500))],
  ["query of a refund", (by) => by.queryRefund(refundCall(500))],
];
const each = <T extends [string, Script, ...string[]]>(odd: T[]) =>
  CALLS.flatMap(([call, make]) => odd.map(([name, script, reason]) => ({ call, name, make, script, reason })));

describe("every call", () => {
  test.each(each(ODD_ANSWERS))("$call: $name is $reason", async ({ make, script, reason }) => {
    world.double.interceptWith(script);
    expect(await make(world.open(MAPI))).toEqual({ outcome: "unknown", reason });
  });

  test.each(each(SILENCES))("$call: $name ends with the time given", async ({ make, script }) => {
    world.double.interceptWith(script);
    expect(await make(world.open(MAPI, 50))).toEqual({ outcome: "unknown", reason: "timeout" });
  });

  test.each(CALLS)("%s: nothing is sent without time", async (_, make) => {
    expect(await make(world.open(MAPI, 0.5))).toEqual({ outcome: "unknown", reason: "no-time-left" });
    expect(world.double.calls).toHaveLength(0);
  });
});
