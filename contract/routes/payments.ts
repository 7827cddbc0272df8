import type { RouteRow } from "./row.ts";

const WRITERS = ["payments"] as const;
const READERS = ["payments", "operator"] as const;
const ORDERERS = ["codes", "payments", "operator"] as const;
const OPERATORS = ["operator"] as const;

/** Payments, their refunds, orders, the channels' webhooks, and sagas for operators. */
export const PAYMENT_ROUTES = {
  "POST /v1/payments": {
    operationId: "createPayment",
    tag: "Payments",
    summary: "Create a payment",
    function: "payments-api",
    access: WRITERS,
    answers: {
      202: {
        means: "Accepted: the payment's saga drives it in the background.",
        schema: "AcceptedPayment",
        readAt: "GET /v1/payments/{id}",
        id: "paymentId",
      },
    },
    refusals: ["channel-not-configured", "order-not-found", "order-in-progress", "order-paid"],
  },
  "GET /v1/payments": {
    operationId: "listPayments",
    tag: "Payments",
    summary: "List payments",
    function: "payments-api",
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
    operationId: "getPayment",
    tag: "Payments",
    summary: "Get a payment",
    function: "payments-api",
    access: READERS,
    answers: {
      200: { means: "The payment with its refunds; `paymentUrl` while the customer has to act.", schema: "Payment" },
    },
  },
  "GET /v1/payments/{id}/timeline": {
    operationId: "getPaymentTimeline",
    tag: "Payments",
    summary: "Get a payment's timeline",
    function: "payments-api",
    access: READERS,
    answers: {
      200: {
        means: "What happened to the payment, in order: steps, webhooks, refunds, operators.",
        schema: "PaymentTimeline",
      },
    },
  },
  "POST /v1/payments/{id}/cancel": {
    operationId: "cancelPayment",
    tag: "Payments",
    summary: "Cancel a payment",
    function: "payments-api",
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
    operationId: "createRefund",
    tag: "Refunds",
    summary: "Refund a payment",
    function: "payments-api",
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
    operationId: "listRefunds",
    tag: "Refunds",
    summary: "List a payment's refunds",
    function: "payments-api",
    access: READERS,
    answers: { 200: { means: "A page of the payment's refunds, newest first.", schema: "RefundList" } },
    refusals: ["cursor-invalid"],
  },
  "GET /v1/refunds/{id}": {
    operationId: "getRefund",
    tag: "Refunds",
    summary: "Get a refund",
    function: "payments-api",
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
  "GET /v1/orders/{id}": {
    operationId: "getOrder",
    tag: "Orders",
    summary: "Get an order",
    function: "payments-api",
    access: ORDERERS,
    answers: {
      200: { means: "The order; one that a payment makes is there from the payment's 202 on.", schema: "Order" },
    },
  },
  "POST /v1/orders/{id}/cancel": {
    operationId: "cancelOrder",
    tag: "Orders",
    summary: "Cancel an order",
    function: "payments-api",
    access: ORDERERS,
    answers: {
      202: {
        means: "The order with its `payment`: both are undone in the background, or were already.",
        schema: "CancelledOrder",
        readAt: "GET /v1/orders/{id}",
        id: "orderId",
      },
    },
    refusals: ["payment-captured", "payment-needs-review"],
  },
  "POST /v1/webhooks/{channel}": {
    operationId: "receiveWebhook",
    tag: "Webhooks",
    summary: "Receive a channel's webhook",
    function: "webhooks-api",
    access: "public",
    body: "raw",
    answers: { 200: { means: "Received: what the vendor expects to read.", text: "text/plain" } },
    refusals: ["webhook-malformed", "webhook-unverified", "body-too-large"],
  },
  // Epay's protocol tells of a payment in the query of a GET.
  "GET /v1/webhooks/{channel}": {
    operationId: "receiveWebhookInQuery",
    tag: "Webhooks",
    summary: "Receive a channel's webhook in a query",
    function: "webhooks-api",
    access: "public",
    body: "raw",
    answers: { 200: { means: "Received: what the vendor expects to read.", text: "text/plain" } },
    refusals: ["webhook-malformed", "webhook-unverified", "body-too-large"],
  },
  "GET /v1/sagas": {
    operationId: "listSagas",
    tag: "Sagas",
    summary: "List sagas",
    function: "operator-api",
    access: OPERATORS,
    answers: {
      200: { means: "A page of sagas, newest first; with `paymentId`, the payment's own.", schema: "SagaList" },
    },
    refusals: ["cursor-invalid"],
  },
  "GET /v1/sagas/{id}": {
    operationId: "getSaga",
    tag: "Sagas",
    summary: "Get a saga",
    function: "operator-api",
    access: OPERATORS,
    answers: {
      200: {
        means: "The saga with its steps, their tries, data and errors, and the names of its executions.",
        schema: "Saga",
      },
    },
  },
  "POST /v1/sagas/{id}/retry": {
    operationId: "retrySaga",
    tag: "Sagas",
    summary: "Retry a parked saga",
    function: "operator-api",
    access: OPERATORS,
    answers: {
      202: {
        means: "Another execution tries the parked step again.",
        schema: "SagaAction",
        readAt: "GET /v1/sagas/{id}",
        id: "sagaId",
      },
    },
    refusals: ["not-in-review"],
  },
  "POST /v1/sagas/{id}/compensate": {
    operationId: "compensateSaga",
    tag: "Sagas",
    summary: "Compensate a saga",
    function: "operator-api",
    access: OPERATORS,
    answers: {
      202: {
        means: "Another execution undoes the saga.",
        schema: "SagaAction",
        readAt: "GET /v1/sagas/{id}",
        id: "sagaId",
      },
    },
    refusals: ["not-in-review", "payment-captured"],
  },
  "POST /v1/sagas/{id}/resolve": {
    operationId: "resolveSaga",
    tag: "Sagas",
    summary: "Resolve a parked saga's step",
    function: "operator-api",
    access: OPERATORS,
    answers: {
      202: {
        means: "The step has ended as stated, and another execution goes on from there.",
        schema: "SagaAction",
        readAt: "GET /v1/sagas/{id}",
        id: "sagaId",
      },
    },
    refusals: ["not-in-review", "step-not-resolvable"],
  },
} as const satisfies Record<string, RouteRow>;
