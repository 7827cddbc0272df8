import type { RouteRow } from "./row.ts";

/** What belongs to no capability. */
export const PLATFORM_ROUTES = {
  "GET /health": {
    operationId: "getHealth",
    tag: "Health",
    summary: "Ask whether the API answers",
    function: "default-api",
    access: "public",
    answers: { 200: { means: "It does. No data is touched.", schema: "Health" } },
  },
  "GET /v1/reviews": {
    operationId: "listReviews",
    tag: "Reviews",
    summary: "List what waits for a person",
    function: "operator-api",
    access: ["operator"],
    answers: {
      200: {
        means:
          "A page of what waits for a person, newest first, or oldest with `?order=asc`; `?kind=` leaves the others out. `why` is a word or a phrase, `detail` says it in words; the ids say what it is about, `amount` what is at stake, `tries` how often it was tried. A `charge` is money that matches no payment; the others are resolved by their own calls. What was not kept when the review was opened is null.",
        schema: "ReviewList",
      },
    },
    refusals: ["cursor-invalid"],
  },
  "POST /v1/reviews/{id}/close": {
    operationId: "closeReview",
    tag: "Reviews",
    summary: "Close the review of money that matches no payment",
    function: "operator-api",
    access: ["operator"],
    answers: {
      200: {
        means: "The review, closed. Whatever its vendor reports about the same trade later opens no other.",
        schema: "Review",
      },
    },
    refusals: ["not-in-review", "review-not-closable"],
  },
  "GET /v1/overview": {
    operationId: "getOverview",
    tag: "Overview",
    summary: "See how it stands",
    function: "overview-api",
    access: ["operator"],
    answers: {
      200: {
        means:
          "How it stands over all merchants at this moment: what waits for a person, what is due and since when, how full the queues are, how many endpoints fail, and what happened in each hour of the last day. Meant for people who look now and then.",
        schema: "Overview",
      },
    },
  },
  "GET /v1/audits": {
    operationId: "listAudits",
    tag: "Audits",
    summary: "List what was done by hand",
    function: "operator-api",
    access: ["operator"],
    answers: {
      200: {
        means:
          "A page of who did what to what and why, newest first: all that operators do, and what merchants do by hand. `by`: one API key; `subjectId`: one thing; `since` and `until`: some time. A page may be shorter than its `limit` and still have a `nextCursor`.",
        schema: "AuditList",
      },
    },
    refusals: ["cursor-invalid"],
  },
  "GET /v1/idempotency-keys/{key+}": {
    operationId: "findIdempotencyKey",
    tag: "Idempotency keys",
    summary: "Find out what became of an Idempotency-Key",
    function: "default-api",
    access: "any-key",
    answers: {
      200: {
        means: "Where the caller used this key within 24 h, and what became of it; no items if it was not used.",
        schema: "KeyUses",
      },
    },
  },
  $default: {
    operationId: "refuseUnknownRoute",
    tag: "Everything else",
    summary: "Everything else: 404 or 405",
    function: "default-api",
    access: "any-key",
    answers: { 308: { means: "`/console/` is `/console`: no route of the gateway's can name it.", hasNoBody: true } },
    refusals: ["not-found", "method-not-allowed"],
  },
} as const satisfies Record<string, RouteRow>;
