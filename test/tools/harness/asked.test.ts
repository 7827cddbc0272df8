import { describe, expect, test } from "@jest/globals";
import { isCode } from "../../../core/foundation/domain/gift-card-code.ts";
import { signWebhook } from "../../../core/foundation/domain/webhook-signature.ts";
import { sandboxWebhooks } from "../../../core/payments/channels/sandbox-webhooks.ts";
import { referenceOf } from "../../../sandbox/channel/calls.ts";
import { BEHAVIOURS } from "../../../sandbox/channel/rules.ts";
import { parseCard } from "../../../sandbox/exchange/rules.ts";
import { webhookOf } from "../../../tools/harness/callbacks.ts";
import { Cards, KINDS } from "../../../tools/harness/cards.ts";
import { bodyOf, METHODS, noteAccepted, Payments } from "../../../tools/harness/payments.ts";
import { verdictOf } from "../../core/payments/channels/webhook-forgery.ts";

describe("cards", () => {
  test.each(KINDS)("a %s card is a code that the sandbox knows as such", (kind) => {
    const { code } = new Cards().draw(kind, 1500);
    expect(isCode(code)).toBe(true);
    expect(parseCard(code)).toEqual({ kind, amount: 1500 });
  });

  test("kinds are spread over the whole batch", () => {
    const kinds = new Cards().drawMixed({ OK: 4, REJECT: 2 }, 1000).map(({ kind }) => kind);
    expect(kinds).toEqual(["OK", "REJECT", "OK", "OK", "REJECT", "OK"]);
  });
});

describe("payments", () => {
  test.each(METHODS)("%s is a method that the sandbox knows", (method) => {
    expect(Object.keys(BEHAVIOURS)).toContain(method);
  });

  test("only a second one of an order names it", () => {
    const payments = new Payments();
    const first = payments.draw("pm_declined");
    noteAccepted(first, { paymentId: "pay_demo_1", sagaId: "sag_demo_1", orderId: "ord_demo_1" });
    const second = payments.draw("pm_ok", { orderNo: first.orderNo, orderId: "ord_demo_1" });
    expect(bodyOf(first)).not.toHaveProperty("orderId");
    expect(bodyOf(second)).toMatchObject({ orderNo: first.orderNo, orderId: "ord_demo_1" });
  });

  test("a callback is what the channel itself would say", () => {
    const payment = new Payments().draw("pm_action");
    noteAccepted(payment, { paymentId: "pay_demo_1", sagaId: "sag_demo_1", orderId: "ord_demo_1" });
    const body = JSON.stringify(webhookOf(payment, "charge.paid"));
    const headers = { "sandbox-signature": signWebhook("secret", 1000, body) };
    const config = { channel: "sandbox" as const, baseUrl: "", secret: "", webhookSecrets: ["secret"] };
    const verdict = verdictOf(sandboxWebhooks, { headers, query: {}, body: Buffer.from(body) }, config, 1_000_000);
    expect(verdict).toMatchObject({
      kind: "event",
      event: { type: "paid", providerReference: referenceOf("pay_demo_1") },
    });
  });
});
