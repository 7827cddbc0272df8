import { expect, test } from "@jest/globals";
import { judgeCall, judgeSender } from "../../prove/call-rules.ts";

const rows = (...entries: [string, object][]) => new Map(entries) as never;
const REDEEM = { subject: "redemption", id: "rdm_acme_1", providerKey: "rdm_acme_1#1" } as const;
const HEAD = "RDM#acme#rdm_acme_1 HEAD";
const ATTEMPT: [string, object] = ["RDM#acme#rdm_acme_1 ATTEMPT#1", { providerKey: "rdm_acme_1#1", attempt: 1 }];

test("a card is sent only after redemption and attempt say so", () => {
  expect(judgeCall(rows([HEAD, { attempt: 1, sends: 1 }], ATTEMPT), REDEEM)).toEqual([]);
  expect(judgeCall(rows([HEAD, { attempt: 1, sends: 0 }], ATTEMPT), REDEEM)).toHaveLength(1);
  expect(judgeCall(rows([HEAD, { attempt: 1, sends: 1 }]), REDEEM)).toHaveLength(1);
});

test("a late call of an attempt before finds its own row", () => {
  expect(judgeCall(rows([HEAD, { attempt: 2, sends: 0 }], ATTEMPT), REDEEM)).toEqual([]);
});

test("charge, cancel and refund are on record before the channel hears of them", () => {
  const step = (change: object): Parameters<typeof judgeCall>[0] =>
    rows(
      ["PAY#acme#pay_1 HEAD", { sagaId: "saga_1" }],
      ["SAGA#acme#saga_1 STEP#01", { step: "ChargePayment", ...change }],
      ["PAY#acme#pay_1 REFUND#ref_1", { sends: 0 }],
    );
  const charge = { subject: "charge", id: "pay_1", providerKey: "pay_1" } as const;
  const cancel = { subject: "cancel", id: "pay_1", providerKey: "pay_1#cancel" } as const;
  const back = { subject: "refund", id: "pay_1#cancel", providerKey: "pay_1#cancel" } as const;
  const refund = { subject: "refund", id: "ref_1", providerKey: "ref_1" } as const;
  expect(judgeCall(step({}), charge)).toHaveLength(1);
  expect(judgeCall(step({ lastSentAt: 1 }), charge)).toEqual([]);
  for (const each of [cancel, back]) {
    expect(judgeCall(step({ lastSentAt: 1 }), each)).toHaveLength(1);
    expect(judgeCall(step({ lastSentAt: 1, cancelSentAt: 2 }), each)).toEqual([]);
  }
  expect(judgeCall(step({}), refund)).toHaveLength(1);
});

test("an intent allows one call, and a refused one none", () => {
  const sender = { intents: 1 };
  expect(judgeSender(sender, REDEEM)).toEqual([]);
  expect(judgeSender(sender, REDEEM)).toHaveLength(1);
});
