import { LOOK_UP, type RouteRow } from "./row.ts";

const WRITERS = ["payments"] as const;
const READERS = ["payments", "operator"] as const;
const OPERATORS = ["operator"] as const;
const PAYMENTS = { tag: "Payments", function: "payments-api" } as const;
const REFUNDS = { tag: "Refunds", function: "payments-api" } as const;
const WEBHOOKS = { tag: "Webhooks", function: "webhooks-api" } as const;
const SAGAS = { tag: "Sagas", function: "operator-api" } as const;
const SAGA_GOES_ON = { schema: "SagaAction", readAt: "GET /v1/sagas/{id}", id: "sagaId" } as const;

/** Payments, their refunds, the channels' webhooks, and sagas for operators. */
export const PAYMENT_ROUTES = {
  "POST /v1/payments": {
    ...PAYMENTS,
    operationId: "createPayment",
    summary: "Create a payment",
    access: WRITERS,
    answers: {
      202: {
        means: "Accepted: the payment's saga drives it in the background.",
        schema: "AcceptedPayment",
        readAt: "GET /v1/payments/{id}",
        id: "paymentId",
      },
    },
    refusals: [
      "channel-not-configured",
      "order-not-found",
      "order-in-progress",
      "order-paid",
      "order-not-payable",
      "amount-mismatch",
    ],
  },
  "GET /v1/payments": {
    ...PAYMENTS,
    operationId: "listPayments",
    summary: "List payments",
    access: READERS,
    answers: {
      200: {
        means: "A page of payments, newest first; with `orderNo`, those that have or had the number.",
        schema: "PaymentList",
      },
    },
    refusals: ["cursor-invalid"],
  },
  "GET /v1/payments/{id}": {
    ...PAYMENTS,
    operationId: "getPayment",
    summary: "Get a payment",
    access: READERS,
    answers: {
      200: { means: "The payment with its refunds; `paymentUrl` while the customer has to act.", schema: "Payment" },
    },
  },
  "GET /v1/payments/{id}/timeline": {
    ...PAYMENTS,
    operationId: "getPaymentTimeline",
    summary: "Get a payment's timeline",
    access: READERS,
    answers: {
      200: {
        means: "What happened to the payment, in order: steps, webhooks, refunds, operators.",
        schema: "PaymentTimeline",
      },
    },
  },
  "POST /v1/payments/{id}/cancel": {
    ...PAYMENTS,
    operationId: "cancelPayment",
    summary: "Cancel a payment",
    access: READERS,
    answers: {
      202: {
        means: "The payment as it was: it is undone in the background, or was already.",
        schema: "Payment",
        readAt: "GET /v1/payments/{id}",
        id: "paymentId",
      },
    },
    refusals: ["payment-captured", "payment-needs-review"],
  },
  "POST /v1/payments/{id}/refunds": {
    ...REFUNDS,
    operationId: "createRefund",
    summary: "Refund a payment",
    access: READERS,
    answers: {
      202: {
        means: "The refund; without `amount`, of all that is left. The money goes back in the background.",
        schema: "Refund",
        readAt: "GET /v1/refunds/{id}",
        id: "refundId",
      },
    },
    refusals: ["payment-not-captured", "refund-exceeds-payment", "insufficient-balance"],
  },
  "GET /v1/payments/{id}/refunds": {
    ...REFUNDS,
    operationId: "listRefunds",
    summary: "List a payment's refunds",
    access: READERS,
    answers: { 200: { means: "A page of the payment's refunds, newest first.", schema: "RefundList" } },
    refusals: ["cursor-invalid"],
  },
  "GET /v1/refunds/{id}": {
    ...REFUNDS,
    operationId: "getRefund",
    summary: "Get a refund",
    access: READERS,
    answers: { 200: { means: "The refund.", schema: "Refund" } },
  },
  "POST /v1/refunds/{id}/resolve": {
    operationId: "resolveRefund",
    tag: "Refunds",
    summary: "Resolve a parked refund",
    function: "operator-api",
    access: OPERATORS,
    answers: {
      200: {
        means: "The refund, ended; its amount has left the wallet, or is back in it and in the payment.",
        schema: "Refund",
      },
    },
    refusals: ["not-in-review"],
  },
  "POST /v1/payments/{id}/look-up": {
    ...LOOK_UP,
    operationId: "lookUpPayment",
    tag: "Payments",
    summary: "Ask the channel what became of a payment",
    answers: {
      200: {
        means:
          "What the channel says of the charge at this moment: a customer who may still pay is `unknown`, and Alipay and Epay call one that was refunded in full `declined`. Nothing is changed by it; that it was asked is audited.",
        schema: "LookUp",
      },
    },
  },
  "POST /v1/refunds/{id}/look-up": {
    ...LOOK_UP,
    operationId: "lookUpRefund",
    tag: "Refunds",
    summary: "Ask the channel what became of a refund",
    answers: {
      200: {
        means:
          "What the channel says of the refund at this moment. Nothing is changed by it; that it was asked is audited.",
        schema: "LookUp",
      },
    },
  },
  "POST /v1/webhooks/{channel}": {
    ...WEBHOOKS,
    operationId: "receiveWebhook",
    summary: "Receive a channel's webhook",
    access: "public",
    body: "raw",
    answers: {
      200: { means: "Received: what the vendor expects to read.", text: "text/plain", orJson: "WebhookReceived" },
    },
    refusals: ["webhook-malformed", "webhook-unverified", "body-too-large"],
  },
  // Epay's protocol tells of a payment in the query of a GET.
  "GET /v1/webhooks/{channel}": {
    ...WEBHOOKS,
    operationId: "receiveWebhookInQuery",
    summary: "Receive a channel's webhook in a query",
    access: "public",
    body: "raw",
    answers: { 200: { means: "Received: what the vendor expects to read.", text: "text/plain" } },
    refusals: ["webhook-malformed", "webhook-unverified", "body-too-large"],
  },
  "GET /v1/sagas": {
    ...SAGAS,
    operationId: "listSagas",
    summary: "List sagas",
    access: OPERATORS,
    answers: {
      200: { means: "A page of sagas, newest first; with `paymentId`, the payment's own.", schema: "SagaList" },
    },
    refusals: ["cursor-invalid"],
  },
  "GET /v1/sagas/{id}": {
    ...SAGAS,
    operationId: "getSaga",
    summary: "Get a saga",
    access: OPERATORS,
    answers: {
      200: {
        means: "The saga with its steps, their tries, data and errors, and the names of its executions.",
        schema: "Saga",
      },
    },
  },
  "POST /v1/sagas/{id}/retry": {
    ...SAGAS,
    operationId: "retrySaga",
    summary: "Retry a parked saga",
    access: OPERATORS,
    answers: { 202: { ...SAGA_GOES_ON, means: "Another execution tries the parked step again." } },
    refusals: ["not-in-review"],
  },
  "POST /v1/sagas/{id}/compensate": {
    ...SAGAS,
    operationId: "compensateSaga",
    summary: "Compensate a saga",
    access: OPERATORS,
    answers: { 202: { ...SAGA_GOES_ON, means: "Another execution undoes the saga." } },
    refusals: ["not-in-review", "payment-captured"],
  },
  "POST /v1/sagas/{id}/resolve": {
    ...SAGAS,
    operationId: "resolveSaga",
    summary: "Resolve a parked saga's step",
    access: OPERATORS,
    answers: {
      202: { ...SAGA_GOES_ON, means: "The step has ended as stated, and another execution goes on from there." },
    },
    refusals: ["not-in-review", "step-not-resolvable"],
  },
} as const satisfies Record<string, RouteRow>;
