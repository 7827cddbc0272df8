import type { SagaView } from "../../../contract/answers/payments.ts";
import { PAYMENT_SAGA, type StepState } from "../../../core/payments/domain/payment-saga.ts";

/** A row of the saga's table with what has become of it. */
export interface Node {
  step: string;
  kind: (typeof PAYMENT_SAGA)[number]["kind"];
  does: string;
  compensation: string | null;
  status: StepState;
  /** Where the saga stands: the step that is next, or that a person is asked about. */
  isCurrent: boolean;
  /** From here on only forward. */
  isPivot: boolean;
  tries: number;
  maxTries: number | null;
  lookups: number;
  compensationTries: number;
  error: string | null;
  nextRetryAt: string | null;
}

const NOT_BEGUN = {
  status: "PENDING",
  tries: 0,
  maxTries: null,
  lookups: 0,
  compensationTries: 0,
  error: null,
  nextRetryAt: null,
} as const;

/** In the table's order. A step that has no row yet has not begun. */
export function graphOf({ steps, cursor, status }: Pick<SagaView, "steps" | "cursor" | "status">): Node[] {
  const parked = steps.find((each) => each.status === "NEEDS_REVIEW")?.step;
  const hasEnded = status === "COMPLETED" || status === "COMPENSATED";
  const current = hasEnded ? undefined : (parked ?? cursor);
  return PAYMENT_SAGA.map(({ step, kind, action, compensation }) => {
    const known = steps.find((each) => each.step === step) ?? NOT_BEGUN;
    const { tries, maxTries, lookups, compensationTries, error, nextRetryAt } = known;
    return {
      step,
      kind,
      does: action,
      compensation,
      status: known.status,
      isCurrent: step === current,
      isPivot: kind === "pivot",
      ...{ tries, maxTries, lookups, compensationTries, error, nextRetryAt },
    };
  });
}
