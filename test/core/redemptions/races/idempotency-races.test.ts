import { describe, expect, jest, test } from "@jest/globals";
import fc from "fast-check";
import { CONTRACT } from "../../../../core/foundation/domain/limits.ts";
import type { Answer, IdempotentRequest } from "../../../../core/foundation/services/deps.ts";
import { cancelPayment } from "../../../../core/payments/services/payment-cancel.ts";
import { createPayment } from "../../../../core/payments/services/payments.ts";
import { createRefund } from "../../../../core/payments/services/refunds.ts";
import { submitBatch } from "../../../../core/redemptions/services/redemption-batches.ts";
import { submitRedemption } from "../../../../core/redemptions/services/redemptions.ts";
import { AMOUNT, MERCHANT, PaymentWorld, paymentIdIn } from "../../../support/payment-world.ts";
import { makeRaceable, race } from "../../../support/races/race.ts";
import { type Action, anyOrder, assertRace, does, expectFound, planted, RUNS } from "../../../support/races/search.ts";
import { Witness } from "../../../support/races/witness.ts";
import { driverOf } from "../../payments/races/payment-races.ts";
import { itemsOf } from "../services/submitting.ts";
import { codeOf, racersOf } from "./card-races.ts";

/** Some hundred worlds a test; each is quick, a busy machine may not be. */
jest.setTimeout(120_000);

/** One kind of write under a key. */
interface Kind {
  /** What must be there before; gives the function that sends body 0 or 1. */
  prepare: (world: PaymentWorld) => Promise<(body: number, key: string) => Sent>;
  /** Ids of what an accepted answer says it has made or changed. */
  told: (answer: Named) => string[];
  /** Ids of what was made or changed, as often as it was. */
  made: (world: PaymentWorld) => Promise<string[]>;
}
interface Sent {
  request: IdempotentRequest;
  answer: () => Promise<Answer>;
}
interface Named {
  redemptionId?: string | null;
  paymentId?: string;
  refundId?: string;
  items?: Named[];
}

const idsOf = async (rows: Promise<object[]>, name: string) =>
  (await rows).map((row) => String((row as Record<string, unknown>)[name]));

const batchOf = (mode: "partial" | "atomic"): Kind => ({
  prepare: async ({ world, deps }) => {
    const planId = await world.plan();
    return (body, key) => {
      const batch = { planId, batchId: "b", mode, items: itemsOf(codeOf(body), codeOf(2)) };
      const request = world.request("POST /v1/redemption-batches", batch, key);
      return { request, answer: () => submitBatch(deps, request, "acme", batch) };
    };
  },
  told: ({ items = [] }) => items.flatMap(({ redemptionId }) => redemptionId ?? []),
  made: ({ world }) => idsOf(world.rows("RDM#"), "redemptionId"),
});

const KINDS: Record<string, Kind> = {
  redemption: {
    prepare: async ({ world, deps }) => {
      const planId = await world.plan();
      return (body, key) => {
        const input = { planId, batchId: "b", code: codeOf(body) };
        const request = world.request("POST /v1/redemptions", input, key);
        return { request, answer: () => submitRedemption(deps, request, "acme", input) };
      };
    },
    told: ({ redemptionId }) => (redemptionId ? [redemptionId] : []),
    made: ({ world }) => idsOf(world.rows("RDM#"), "redemptionId"),
  },
  "partial batch": batchOf("partial"),
  "atomic batch": batchOf("atomic"),
  payment: {
    prepare: async ({ world, deps }) => {
      return (body, key) => {
        const input = { orderNo: `order-${body}`, amount: AMOUNT, channel: "sandbox" as const, paymentMethod: "ok" };
        const request = world.request("POST /v1/payments", input, key);
        return { request, answer: () => createPayment(deps, request, "acme", input) };
      };
    },
    told: ({ paymentId }) => (paymentId ? [paymentId] : []),
    made: (world) => idsOf(world.payments(), "paymentId"),
  },
  refund: {
    prepare: async (world) => {
      const paymentId = paymentIdIn(await world.pay("ok"));
      await driverOf(world)();
      return (body, key) => {
        const input = { amount: { ...AMOUNT, amount: 100 + body }, reason: "returned" };
        const request = world.world.request("POST /v1/payments/{id}/refunds", input, key, { id: paymentId });
        return { request, answer: () => createRefund(world.deps, request, MERCHANT, paymentId, input) };
      };
    },
    told: ({ refundId }) => (refundId ? [refundId] : []),
    made: (world) => idsOf(world.refunds(), "refundId"),
  },
  cancel: {
    prepare: async (world) => {
      const paymentId = paymentIdIn(await world.pay("action"));
      return (body, key) => {
        const input = { reason: `reason ${body}` };
        const request = world.world.request("POST /v1/payments/{id}/cancel", input, key, { id: paymentId });
        return { request, answer: () => cancelPayment(world.deps, request, MERCHANT, paymentId, input) };
      };
    },
    told: ({ paymentId }) => (paymentId ? [paymentId] : []),
    // A payment is turned round once, which leaves one row.
    made: async (world) => {
      const audits = await world.rows<{ pk: string }>("PAY#", "AUDIT#");
      return audits.map(({ pk }) => pk.split("#")[2] ?? "");
    },
  },
};

interface Send extends Action {
  do: "send";
  /** On the second day all keys of the first have expired. */
  day: number;
  key: number;
  body: number;
}
const send = fc.oneof(does("send", { day: fc.nat(1), key: fc.nat(1), body: fc.nat(1) }));

const keys = ({ prepare, told, made }: Kind, omit: string[] = []) =>
  fc.asyncProperty(
    anyOrder(),
    fc.array(send, { minLength: 1, maxLength: 7 }),
    fc.nat(),
    async (order, racing, luck) => {
      const world = await PaymentWorld.create({ omit: new Set(omit) });
      try {
        makeRaceable(world.deps, luck);
        const sent = await prepare(world);
        const named = new Set<string>();
        for (const day of [0, 1]) {
          const witness = new Witness(world.world, world);
          const act = (action: Send) => {
            const { request, answer } = sent(action.body, `key-${action.key}`);
            return witness.send(request, answer);
          };
          await race(
            order.scheduler,
            racersOf(
              racing.filter((action) => action.day === day),
              act,
            ),
          );
          await witness.expectSound();
          for (const { status, body } of witness.calls)
            if (status && status < 300) for (const id of told(JSON.parse(body ?? "{}") as Named)) named.add(id);
          world.world.nowMs += CONTRACT.idempotencyTtlMs + 1000;
        }
        expect((await made(world)).sort()).toEqual([...named].sort());
      } finally {
        await world.drop();
      }
    },
  );

/** Some 40 ms each: two seconds a kind of write. */
describe.each(Object.entries(KINDS))("a key of one %s", (_name, kind) => {
  test("has one answer a day and takes effect once, in whatever order twins and other bodies arrive", () =>
    assertRace(keys(kind), { numRuns: RUNS }));

  planted("that is written without looking at the one that is there, is found out", () =>
    expectFound((omit) => keys(kind, omit), ["idempotency.record.isNewOrExpired"]),
  );
});
