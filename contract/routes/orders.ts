import type { RouteRow } from "./row.ts";

const WRITERS = ["codes"] as const;
const READERS = ["codes", "operator"] as const;
const ORDERERS = ["codes", "payments"] as const;
const ORDER_READERS = ["codes", "payments", "operator"] as const;
const OFFERS = { tag: "Offers", function: "orders-api" } as const;
const ORDERS = { tag: "Orders", function: "orders-api" } as const;
const SUBSCRIPTIONS = { tag: "Subscriptions", function: "orders-api" } as const;
const TAKE_REFUSALS = ["offer-not-found", "offer-inactive", "quota-exceeded", "out-of-stock"] as const;

/** What users can have, what they order of it, and what they hold: offers, orders, subscriptions. */
export const ORDER_ROUTES = {
  "POST /v1/offers": {
    operationId: "createOffer",
    ...OFFERS,
    summary: "Create an offer",
    access: WRITERS,
    answers: { 201: { means: "The offer, ACTIVE.", schema: "Offer" } },
  },
  "GET /v1/offers": {
    operationId: "listOffers",
    ...OFFERS,
    summary: "List offers",
    access: READERS,
    answers: { 200: { means: "A page of offers, newest first.", schema: "OfferList" } },
    refusals: ["cursor-invalid"],
  },
  "GET /v1/offers/{id}": {
    operationId: "getOffer",
    ...OFFERS,
    summary: "Get an offer",
    access: READERS,
    answers: { 200: { means: "The offer, with its stock of one moment.", schema: "Offer" } },
  },
  "PATCH /v1/offers/{id}": {
    operationId: "updateOffer",
    ...OFFERS,
    summary: "Change an offer's status or stock",
    access: WRITERS,
    answers: { 200: { means: "The offer. Its status counts within a second.", schema: "Offer" } },
    refusals: ["stock-in-use", "stock-unlimited"],
  },
  "POST /v1/orders": {
    ...ORDERS,
    operationId: "createOrder",
    summary: "Order one of an offer",
    access: ORDERERS,
    answers: {
      201: {
        means: "The order, PENDING: stock and per-user limit are reserved until `reservedUntil`.",
        schema: "PlacedOrder",
      },
    },
    refusals: ["order-exists", ...TAKE_REFUSALS],
  },
  "POST /v1/orders/preview": {
    ...ORDERS,
    operationId: "previewOrder",
    summary: "See what an order would come to",
    access: ORDERERS,
    takesNoKey: true,
    openToInactive: true,
    answers: { 200: { means: "`ok`, or the refusal's code.", schema: "OrderPreview" } },
    refusals: ["offer-not-found"],
  },
  "GET /v1/orders": {
    ...ORDERS,
    operationId: "listOrders",
    summary: "List orders",
    access: ORDER_READERS,
    answers: {
      200: {
        means: "A page of orders, newest first. One that a payment makes comes with its payment's first step.",
        schema: "OrderList",
      },
    },
    refusals: ["cursor-invalid"],
  },
  "GET /v1/orders/{id}": {
    ...ORDERS,
    operationId: "getOrder",
    summary: "Get an order",
    access: ORDER_READERS,
    answers: {
      200: { means: "The order; one that a payment makes is there from the payment's 202 on.", schema: "Order" },
    },
  },
  "POST /v1/orders/{id}/cancel": {
    ...ORDERS,
    operationId: "cancelOrder",
    summary: "Cancel an order",
    access: ORDER_READERS,
    answers: {
      202: {
        means:
          "The order with its `payment`: both are undone in the background, or were already. Without an open payment it is CANCELLED, and what it held is free again.",
        schema: "CancelledOrder",
        readAt: "GET /v1/orders/{id}",
        id: "orderId",
      },
    },
    refusals: ["payment-captured", "payment-needs-review", "order-not-cancellable"],
  },
  "GET /v1/subscriptions": {
    operationId: "listSubscriptions",
    ...SUBSCRIPTIONS,
    summary: "List a user's subscriptions",
    access: READERS,
    answers: { 200: { means: "A page of the user's subscriptions, newest first.", schema: "SubscriptionList" } },
    refusals: ["cursor-invalid"],
  },
  "GET /v1/subscriptions/{id}": {
    operationId: "getSubscription",
    ...SUBSCRIPTIONS,
    summary: "Get a subscription",
    access: READERS,
    answers: {
      200: { means: "The subscription, with its grants and an `ETag`.", schema: "Subscription" },
      304: { means: "It has not changed since the `ETag` that `If-None-Match` names.", hasNoBody: true },
    },
  },
} as const satisfies Record<string, RouteRow>;
