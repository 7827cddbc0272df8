import type { PLATFORM_ANSWERS } from "../answers/platform.ts";
import { AT, type Example, ID, pageOf, usd } from "./shared.ts";

const review: Example<"Review"> = {
  reviewId: ID.review,
  kind: "charge",
  tenantId: "acme",
  paymentId: null,
  sagaId: null,
  orderNo: null,
  redemptionId: null,
  refundId: null,
  withdrawalId: null,
  notificationId: null,
  webhookEndpointId: null,
  trade: "sbx_7Q2M4K",
  amount: usd(1999),
  channel: "sandbox",
  tries: null,
  why: "second charge",
  detail: "The customer has paid twice, under two trade numbers.",
  since: AT.ended,
  closedAt: null,
};

export const PLATFORM_EXAMPLES = {
  Health: { status: "ok" },
  KeyUses: { items: [{ route: "POST /v1/payments", status: "DONE", httpStatus: 202, resourceId: ID.payment }] },
  AuditList: pageOf<Example<"AuditList">["items"][number]>({
    auditId: "01KFZ0C1PX01PXJTQRNHNVN4FM",
    keyId: "01KFZ0C1PX01PXJTQRNHNVN4FK",
    action: "vendor asked",
    subjectId: ID.payment,
    reason: `asked sandbox for ${ID.payment}#charge`,
    at: AT.asked,
  }),
  LookUp: {
    asked: { provider: "sandbox", key: `${ID.payment}#charge` },
    answer: "succeeded",
    providerReference: "sbx_7Q2M4K",
    amount: usd(1999),
    at: AT.ended,
  },
  Review: review,
  ReviewList: pageOf(review),
  Problem: {
    type: "/errors/request-invalid",
    title: "Request is not valid",
    status: 400,
    detail:
      "The request has fields that are not valid. Correct the fields listed in `errors`, then send the request again.",
    instance: "/v1/payments",
    code: "request-invalid",
    retryable: false,
    requestId: "JKJaXmPLvHcESHA=",
    errors: [{ pointer: "/amount/currency", detail: "is required" }],
  },
  Money: usd(1999),
  Sum: usd(0),
  Time: AT.asked,
  TimelineEntry: {
    at: AT.asked,
    attempt: 1,
    event: "accepted",
    by: "caller",
    keyId: ID.merchantKey,
    detail: ID.batch,
  },
} satisfies { [N in keyof typeof PLATFORM_ANSWERS]: Example<N> };
