import type { RouteRow } from "./row.ts";

const EXCHANGE = { tag: "Sandbox", function: "sandbox-exchange" } as const;
const CHANNEL = { tag: "Sandbox", function: "sandbox-channel" } as const;

/** The vendors that test stages pay. */
export const SANDBOX_ROUTES = {
  "POST /_sandbox/exchange/redemptions": {
    ...EXCHANGE,
    operationId: "redeemAtSandbox",
    summary: "Sandbox exchange: redeem a code",
    access: "signature",
    answers: { 200: { means: "It took effect, or was declined.", schema: "SandboxRedemption" } },
    refusals: ["idempotency-key-reused", "exchange-silent"],
  },
  "POST /_sandbox/exchange/lookups": {
    ...EXCHANGE,
    operationId: "lookUpAtSandbox",
    summary: "Sandbox exchange: look a redemption up",
    access: "signature",
    answers: { 200: { means: "What became of the calls with this provider key.", schema: "SandboxRedemption" } },
  },
  "GET /_sandbox/exchange/effects": {
    ...EXCHANGE,
    operationId: "listSandboxRedemptions",
    summary: "Sandbox exchange: list what really took effect",
    access: ["operator"],
    answers: { 200: { means: "What really took effect, newest first.", schema: "SandboxRedemptionEffects" } },
    refusals: ["cursor-invalid"],
  },
  "POST /_sandbox/channel/charges": {
    ...CHANNEL,
    operationId: "createSandboxCharge",
    summary: "Sandbox channel: charge a payment",
    access: "signature",
    answers: { 200: { means: "It took effect, was declined, or waits for the customer.", schema: "SandboxCharge" } },
    refusals: ["idempotency-key-reused", "channel-silent"],
  },
  "POST /_sandbox/channel/charges/query": {
    ...CHANNEL,
    operationId: "querySandboxCharge",
    summary: "Sandbox channel: ask about a charge",
    access: "signature",
    answers: { 200: { means: "What has become of the charge by now.", schema: "SandboxCharge" } },
  },
  "POST /_sandbox/channel/charges/cancel": {
    ...CHANNEL,
    operationId: "cancelSandboxCharge",
    summary: "Sandbox channel: cancel a charge",
    access: "signature",
    answers: {
      200: { means: "Given back and closed for good, or not found and closed for good.", schema: "SandboxCancel" },
    },
  },
  "POST /_sandbox/channel/refunds": {
    ...CHANNEL,
    operationId: "createSandboxRefund",
    summary: "Sandbox channel: refund a payment",
    access: "signature",
    answers: { 200: { means: "Given back, or declined.", schema: "SandboxRefund" } },
    refusals: ["idempotency-key-reused"],
  },
  "POST /_sandbox/channel/refunds/query": {
    ...CHANNEL,
    operationId: "querySandboxRefund",
    summary: "Sandbox channel: ask about a refund",
    access: "signature",
    answers: { 200: { means: "What became of the refund.", schema: "SandboxRefund" } },
  },
  "POST /_sandbox/channel/deliveries": {
    ...CHANNEL,
    operationId: "deliverSandboxWebhook",
    summary: "Sandbox channel: send a webhook that is due",
    access: "signature",
    answers: { 200: { means: "Whether the payment's webhook has arrived.", schema: "SandboxDelivery" } },
  },
  "GET /_sandbox/channel/pay/{id}": {
    ...CHANNEL,
    operationId: "getSandboxPage",
    summary: "Sandbox channel: the customer's page",
    access: "public",
    answers: {
      200: { means: "The page.", text: "text/html" },
      404: { means: "A page that says that there is nothing to pay.", text: "text/html" },
    },
  },
  "POST /_sandbox/channel/pay/{id}": {
    ...CHANNEL,
    operationId: "clickSandboxPage",
    summary: "Sandbox channel: pay or decline",
    access: "public",
    answers: {
      200: { means: "What the payment has come to, now or by an earlier click.", schema: "SandboxClick" },
      303: { means: "Back to the page, for its own form.", text: "text/html" },
    },
    refusals: ["charge-closed"],
  },
  "POST /_sandbox/channel/pay/{id}/desk": {
    ...CHANNEL,
    operationId: "moveAtSandboxDesk",
    summary: "Sandbox channel: refund or dispute at the vendor's desk",
    access: "public",
    answers: {
      200: { means: "What was done at the vendor. A webhook reports it.", schema: "SandboxMove" },
      303: { means: "Back to the page, for its own form.", text: "text/html" },
    },
    refusals: ["charge-closed"],
  },
  "GET /_sandbox/channel/effects": {
    ...CHANNEL,
    operationId: "listSandboxPayments",
    summary: "Sandbox channel: list what really took effect",
    access: ["operator"],
    answers: { 200: { means: "What really took effect, newest first.", schema: "SandboxPaymentEffects" } },
    refusals: ["cursor-invalid"],
  },
  "POST /_sandbox/payouts/pay": {
    ...CHANNEL,
    operationId: "createSandboxPayout",
    summary: "Sandbox payouts: pay out",
    access: "signature",
    answers: { 200: { means: "It took effect, was declined, or is pending.", schema: "SandboxPayout" } },
    refusals: ["idempotency-key-reused", "channel-silent"],
  },
  "POST /_sandbox/payouts/query": {
    ...CHANNEL,
    operationId: "querySandboxPayout",
    summary: "Sandbox payouts: ask about a payout",
    access: "signature",
    answers: { 200: { means: "What has become of the payout by now.", schema: "SandboxPayout" } },
  },
  "POST /_sandbox/payouts/deliveries": {
    ...CHANNEL,
    operationId: "deliverSandboxPayoutWebhook",
    summary: "Sandbox payouts: send a webhook that is due",
    access: "signature",
    answers: { 200: { means: "Whether the webhook has arrived.", schema: "SandboxPayoutDelivery" } },
  },
  "GET /_sandbox/payouts/effects": {
    ...CHANNEL,
    operationId: "listSandboxPayouts",
    summary: "Sandbox payouts: list what really took effect",
    access: ["operator"],
    answers: { 200: { means: "What really took effect, newest first.", schema: "SandboxPayoutEffects" } },
    refusals: ["cursor-invalid"],
  },
} as const satisfies Record<string, RouteRow>;
