import type { Money } from "../../foundation/domain/money.ts";
import { move, type Transition } from "../../foundation/domain/transitions.ts";
import type { ChargeDecline } from "./channel.ts";
import type { PaymentStep, StepState } from "./payment-saga.ts";

export const SAGA_STATES = ["RUNNING", "PIVOTED", "COMPLETED", "COMPENSATING", "COMPENSATED", "NEEDS_REVIEW"] as const;
export type SagaState = (typeof SAGA_STATES)[number];

export type SagaEvent =
  | "start"
  | "advance"
  | "pivot"
  | "complete"
  | "decline"
  | "abort"
  | "compensated"
  | "park"
  | "retry"
  | "compensate"
  | "resolve";

export const SAGA_TRANSITIONS = [
  move("(new)", "start", "RUNNING", "caller", "accepted with its payment in one transaction"),
  move("RUNNING", "advance", "RUNNING", "worker", "a step before the pivot has succeeded"),
  move("RUNNING", "pivot", "PIVOTED", "worker", "the money is captured: from here on only forward"),
  move("PIVOTED", "advance", "PIVOTED", "worker", "a step after the pivot has succeeded"),
  move("PIVOTED", "complete", "COMPLETED", "worker", "settled, fulfilled, closed"),
  move("RUNNING", "decline", "COMPENSATING", "worker", "the channel refused for good: what came before is undone"),
  move("RUNNING", "abort", "COMPENSATING", "caller", "cancelled, expired, or an operator's word, before the pivot"),
  move("COMPENSATING", "compensated", "COMPENSATED", "worker", "every step is undone or was never done"),
  move("RUNNING", "park", "NEEDS_REVIEW", "worker", "the outcome of the charge stays unknown"),
  move("COMPENSATING", "park", "NEEDS_REVIEW", "worker", "a compensation keeps failing: it must not vanish"),
  move("NEEDS_REVIEW", "retry", "RUNNING", "operator", "parked before the pivot: try the step again"),
  move("NEEDS_REVIEW", "retry", "COMPENSATING", "operator", "parked while undoing: try the compensation again"),
  move("NEEDS_REVIEW", "compensate", "COMPENSATING", "operator", "a person has it undone, wherever it was parked"),
  move("NEEDS_REVIEW", "resolve", "PIVOTED", "operator", "a person found that the money was captured"),
  move("NEEDS_REVIEW", "resolve", "COMPENSATING", "operator", "a person found that it was not, or undid it by hand"),
] as const satisfies readonly Transition<SagaState, SagaEvent>[];

export interface Saga {
  tenantId: string;
  sagaId: string;
  paymentId: string;
  state: SagaState;
  /** Index of the step that is next, in `PAYMENT_SAGA`. */
  cursor: number;
  /** Grows with each change of state or cursor. */
  version: number;
  /** Grows with each execution that takes the saga over: a write with an older one is refused. */
  epoch: number;
  /** Name of the execution that drives it. */
  driver: string;
  leaseUntil: number;
  /** Until then the customer may pay. */
  deadline: number;
  /** Compensations that are not closed yet; only while COMPENSATING. */
  openSteps: number;
  /** How the payment ends once everything is undone. */
  endsAs?: "DECLINED" | "CANCELLED";
  /** Why it is undone, where no step says so and nobody asked for it. */
  endsFor?: "expired";
  resumes: number;
  /** What it was when it was parked. */
  parkedFrom?: "RUNNING" | "COMPENSATING";
  /** How an operator said that its parked step had ended. Money that comes in after it is for a person again. */
  resolution?: "SUCCEEDED" | "FAILED" | "COMPENSATED";
  createdAt: number;
  updatedAt: number;
  stateSk: string;
}

export interface SagaStep {
  step: PaymentStep;
  order: number;
  state: StepState;
  /** What the action was called with, and its compensation. Ids, amounts, a mark of the account and the page to come back to only. */
  executeData?: Record<string, unknown>;
  compensateData?: Record<string, unknown>;
  result?: StepResult;
  tries: number;
  maxTries: number;
  lookups?: number;
  /** Since when its outcome is unknown. */
  doubtSince?: number;
  /** Compensation calls made. */
  cancels?: number;
  nextRetryAt?: number;
  /** Of the last send. A step that is PENDING with it has been settled as not sent: the same key may go out again. */
  lastSentAt?: number;
  /** Of the last call that undoes it: a cancel, or the refund that a cancel comes to. */
  cancelSentAt?: number;
  providerKey?: string;
  compensationKey?: string;
  callback?: StepCallback;
  token?: string;
  /** Reason of the last doubt or failure, one of our own words. */
  reason?: string;
  /** The step's own story, in order. */
  events?: StepEvent[];
  updatedAt: number;
}

/** `detail` is one of our own words, never a vendor's text. */
export interface StepEvent {
  at: number;
  event: string;
  detail?: string;
}

export interface StepResult {
  providerReference?: string;
  paymentUrl?: string;
  amount?: Money;
  declined?: ChargeDecline;
  /** What its compensation gave back of a capture. */
  givenBack?: Money;
}

/** What a verified webhook said. The first one stays, but "paid" takes the place of "declined": money is never forgotten. */
export interface StepCallback {
  type: "paid" | "declined";
  eventId: string;
  amount?: Money;
  providerReference?: string;
  /** The charge had been sent when it came. One that comes before that, or of before this field, proves nothing by itself. */
  afterSend?: boolean;
  at: number;
}

/** What was paid before anything was sent, or under another number than the charge was answered with, is not settled unasked. */
export function isExpected(callback: StepCallback, charge: { providerReference?: string }): boolean {
  const numbers = [callback.providerReference, charge.providerReference].filter((number) => number !== undefined);
  return callback.afterSend === true && new Set(numbers).size < 2;
}

/** Execution names: the saga's id, then `-r<n>` for the n-th resume. StartExecution with a known name starts nothing. */
export function executionNameOf(saga: Pick<Saga, "sagaId" | "resumes">): string {
  return saga.resumes === 0 ? saga.sagaId : `${saga.sagaId}-r${saga.resumes}`;
}
