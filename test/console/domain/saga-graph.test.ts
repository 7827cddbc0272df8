import { describe, expect, test } from "@jest/globals";
import { adviceOn, placeOfReview } from "../../../console/src/domain/review-advice.ts";
import { graphOf } from "../../../console/src/domain/saga-graph.ts";
import type { SagaView } from "../../../contract/answers/payments.ts";
import type { ReviewView } from "../../../contract/answers/platform.ts";
import { REVIEW_KINDS } from "../../../core/foundation/domain/review.ts";
import { PAYMENT_SAGA } from "../../../core/payments/domain/payment-saga.ts";

type Given = Pick<SagaView, "steps" | "cursor" | "status">;
const saga = (given: Partial<Omit<Given, "steps">> & { steps?: object[] }) =>
  ({ steps: [], cursor: null, status: "RUNNING", ...given }) as unknown as Given;

describe("a saga's graph", () => {
  test("has the table's steps in the table's order, begun or not", () => {
    const nodes = graphOf(saga({ cursor: "CreateOrder" }));
    expect(nodes.map(({ step }) => step)).toEqual(PAYMENT_SAGA.map(({ step }) => step));
    expect(nodes.every(({ status, tries }) => status === "PENDING" && tries === 0)).toBe(true);
    expect(nodes.filter(({ isPivot }) => isPivot).map(({ step }) => step)).toEqual(["ChargePayment", "AwaitPayment"]);
    expect(nodes[0]?.compensation).toBe("CancelOrder");
    expect(nodes.at(-1)?.compensation).toBeNull();
  });

  test("shows where it stands: the parked step before the next one", () => {
    const current = (given: Parameters<typeof saga>[0]) =>
      graphOf(saga(given))
        .filter(({ isCurrent }) => isCurrent)
        .map(({ step }) => step);
    expect(current({ cursor: "ChargePayment" })).toEqual(["ChargePayment"]);
    const steps = [{ step: "ChargePayment", status: "NEEDS_REVIEW" }];
    expect(current({ cursor: "AwaitPayment", status: "NEEDS_REVIEW", steps })).toEqual(["ChargePayment"]);
    expect(current({ cursor: "ClosePayment", status: "COMPLETED" })).toEqual([]);
    expect(current({ cursor: null })).toEqual([]);
  });

  test("carries tries and errors", () => {
    const step = { step: "ChargePayment", status: "UNKNOWN", tries: 2, maxTries: 5, lookups: 3, compensationTries: 0 };
    const node = graphOf(saga({ steps: [{ ...step, error: "timeout", nextRetryAt: null }] }))[1];
    expect(node).toMatchObject({ status: "UNKNOWN", tries: 2, maxTries: 5, lookups: 3, error: "timeout" });
  });
});

describe("a review", () => {
  test("of every kind says what to ask whom", () => {
    for (const kind of Object.values(REVIEW_KINDS)) expect(adviceOn(kind).length).toBeGreaterThan(20);
    expect(adviceOn(null)).toContain("newer release");
  });

  test("leads to where it is decided", () => {
    const none = {
      redemptionId: null,
      refundId: null,
      withdrawalId: null,
      notificationId: null,
      webhookEndpointId: null,
      paymentId: null,
    };
    const place = (given: object) => placeOfReview({ ...none, ...given } as ReviewView);
    const unique = "01JDKZ8Q5W3V7X9Y2A4B6C8D0E";
    expect(place({ refundId: `ref_acme_${unique}`, paymentId: `pay_acme_${unique}` })).toBe(
      `/refunds/ref_acme_${unique}`,
    );
    expect(place({ paymentId: `pay_acme_${unique}` })).toBe(`/payments/pay_acme_${unique}`);
    expect(place({})).toBeUndefined();
  });
});
