import type { RouteRow } from "./row.ts";

const WRITERS = ["codes"] as const;
const READERS = ["codes", "operator"] as const;

/** What users can have, and what they hold: offers and subscriptions. */
export const ORDER_ROUTES = {
  "POST /v1/offers": {
    operationId: "createOffer",
    tag: "Offers",
    summary: "Create an offer",
    function: "codes-api",
    access: WRITERS,
    answers: { 201: { means: "The offer, ACTIVE.", schema: "Offer" } },
  },
  "GET /v1/offers": {
    operationId: "listOffers",
    tag: "Offers",
    summary: "List offers",
    function: "codes-api",
    access: READERS,
    answers: { 200: { means: "A page of offers, newest first.", schema: "OfferList" } },
    refusals: ["cursor-invalid"],
  },
  "GET /v1/offers/{id}": {
    operationId: "getOffer",
    tag: "Offers",
    summary: "Get an offer",
    function: "codes-api",
    access: READERS,
    answers: { 200: { means: "The offer, with its stock of one moment.", schema: "Offer" } },
  },
  "PATCH /v1/offers/{id}": {
    operationId: "updateOffer",
    tag: "Offers",
    summary: "Change an offer's status or stock",
    function: "codes-api",
    access: WRITERS,
    answers: { 200: { means: "The offer. Its status counts within a second.", schema: "Offer" } },
    refusals: ["stock-in-use", "stock-unlimited"],
  },
  "GET /v1/subscriptions": {
    operationId: "listSubscriptions",
    tag: "Subscriptions",
    summary: "List a user's subscriptions",
    function: "codes-api",
    access: READERS,
    answers: { 200: { means: "A page of the user's subscriptions, newest first.", schema: "SubscriptionList" } },
    refusals: ["cursor-invalid"],
  },
  "GET /v1/subscriptions/{id}": {
    operationId: "getSubscription",
    tag: "Subscriptions",
    summary: "Get a subscription",
    function: "codes-api",
    access: READERS,
    answers: {
      200: { means: "The subscription, with its grants and an `ETag`.", schema: "Subscription" },
      304: { means: "It has not changed since the `ETag` that `If-None-Match` names.", hasNoBody: true },
    },
  },
} as const satisfies Record<string, RouteRow>;
