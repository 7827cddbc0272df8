import { describe, expect, test } from "@jest/globals";
import { endpointView } from "../../core/events/domain/event-views.ts";
import type { WebhookEndpoint } from "../../core/events/domain/webhook-endpoint.ts";
import type { Event } from "../../core/foundation/domain/events.ts";
import type { Item } from "../../core/foundation/store/table.ts";
import type { Notification } from "../../core/notifications/domain/notification.ts";
import { notificationView } from "../../core/notifications/domain/notification-view.ts";
import type { Payment, Refund } from "../../core/payments/domain/payment.ts";
import { paymentView, refundView } from "../../core/payments/domain/payment-view.ts";
import { judgeTold } from "../../prove/told-rules.ts";

const amount = { amount: 1000, currency: "USD" };
const times = { createdAt: 1, updatedAt: 2 };
const payment = {
  ...{ tenantId: "acme", paymentId: "pay_1", state: "PARTIALLY_REFUNDED", amount, refunded: 300, refundable: 700 },
  ...times,
} as Payment;
const refundOf = (refundId: string, change: Partial<Refund> = {}) =>
  ({ tenantId: "acme", paymentId: "pay_1", refundId, state: "SUCCEEDED", amount, ...times, ...change }) as Refund;
const refund = refundOf("ref_1", { amount: { ...amount, amount: 300 } });
const rows = new Map<string, Item>([
  ["PAY#acme#pay_1 HEAD", payment as object as Item],
  ["PAY#acme#pay_1 REFUND#ref_1", refund as object as Item],
]);
const event = (resourceId: string, type: Event["type"], data: object): Event => ({
  ...{ tenantId: "acme", eventId: "evt_1", resourceVersion: 1, at: 2, resourceId, type, data },
});
const found = (one: Event) => judgeTold(one, rows).map(({ detail }) => detail);

describe("an event, at the moment of its write", () => {
  test("may show its resource as it has become, and how other refunds stood when they were read", () => {
    const others = [refund, refundOf("ref_0", { state: "UNKNOWN" })];
    expect(found(event("pay_1", "payment.partially_refunded", paymentView(payment, others)))).toEqual([]);
    expect(found(event("ref_1", "refund.succeeded", refundView(refund)))).toEqual([]);
  });

  test("may not show it as it was, or as it never will be", () => {
    const before = paymentView({ ...payment, updatedAt: 1 }, [refund]);
    expect(found(event("pay_1", "payment.partially_refunded", before))).toEqual([
      expect.stringContaining("payment.partially_refunded shows {"),
    ]);
    const other = refundView({ ...refund, reason: "another" });
    expect(found(event("ref_1", "refund.succeeded", other))).toHaveLength(1);
  });

  test("may not leave out a refund whose money has gone back", () => {
    expect(found(event("pay_1", "payment.partially_refunded", paymentView(payment, [])))).toEqual([
      "payment.partially_refunded shows refunds of 0, and 300 went back",
    ]);
  });

  test("of a notification and of an endpoint shows what is there", () => {
    const notification = { ...{ tenantId: "acme", notificationId: "ntf_1", state: "SENT" }, ...times, acceptedAt: 1 };
    const endpoint = {
      tenantId: "acme",
      webhookEndpointId: "whe_1",
      status: "DISABLED",
      disabledReason: "gone",
      ...times,
    };
    rows.set("NTF#acme#ntf_1 HEAD", notification as object as Item);
    rows.set("ENDPOINT#acme LIVE#whe_1", endpoint as object as Item);
    const sent = notificationView(notification as Notification);
    const disabled = endpointView(endpoint as WebhookEndpoint);
    expect(found(event("ntf_1", "notification.sent", sent))).toEqual([]);
    expect(found(event("whe_1", "webhook_endpoint.disabled", disabled))).toEqual([]);
    expect(found(event("ntf_1", "notification.sent", { ...sent, status: "SENDING" }))).toHaveLength(1);
    expect(found(event("whe_1", "webhook_endpoint.disabled", { ...disabled, status: "ENABLED" }))).toHaveLength(1);
    expect(found(event("whe_2", "webhook_endpoint.failing", disabled))).toHaveLength(1);
  });

  test("may not tell of what is not there; kinds that nobody here knows are left alone", () => {
    expect(found(event("ord_1", "order.finished", {}))).toEqual(["order.finished tells of what is not there"]);
    expect(found(event("ref_9", "refund.failed", { paymentId: "pay_1" }))).toHaveLength(1);
    expect(found(event("whe_1", "webhook.test", {}))).toEqual([]);
  });
});
