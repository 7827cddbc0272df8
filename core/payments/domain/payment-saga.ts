/**
 * The payment saga as one table. Readers: the state machine (`lib/constructs/payment-saga.ts`), the function that runs its
 * tasks (`lambdas/payment-saga/`), `docs/states.md`, and the tests that walk the synthesised definition.
 */

export type StepKind =
  /** Can be undone, and is when a later step fails before the pivot. */
  | "compensatable"
  /** Once it is captured there is no way back but a refund. */
  | "pivot"
  /** After the pivot: repeated until it succeeds. */
  | "retriable";

export const PAYMENT_SAGA = [
  {
    step: "CreateOrder",
    kind: "compensatable",
    action: "creates the order, unless it pays one of an offer, which it holds already",
    compensation: "CancelOrder",
    why: "what is bought is on record before anybody is asked to pay for it; undone, an offer's order is held on for the next payment",
  },
  {
    step: "ChargePayment",
    kind: "pivot",
    action: "asks the channel for the money",
    compensation: "CancelCharge",
    why: "closed when unpaid, refunded when paid; no answer is looked up before anything is undone",
  },
  {
    step: "AwaitPayment",
    kind: "pivot",
    action: "waits for the customer",
    compensation: "CancelCharge",
    why: "the channel's webhook wakes it; when none comes in time the channel is asked",
  },
  {
    step: "SettlePayment",
    kind: "retriable",
    action: "credits the merchant's wallet and posts the ledger",
    compensation: null,
    why: "captured money must reach its owner; it is repeated, never undone",
  },
  {
    step: "FulfilOrder",
    kind: "retriable",
    action: "finishes the order; of an offer's, grants what was bought",
    compensation: null,
    why: "what was paid for is delivered, however often that takes; nothing, when all of it was refunded before",
  },
  {
    step: "ClosePayment",
    kind: "retriable",
    action: "closes the saga",
    compensation: null,
    why: "nothing is left to do, so nothing is due; in the transaction that finishes the order",
  },
] as const satisfies readonly {
  step: string;
  kind: StepKind;
  action: string;
  compensation: string | null;
  why: string;
}[];

export type PaymentStep = (typeof PAYMENT_SAGA)[number]["step"];

/** States of the machine that are Tasks; each is one event of the saga function. FulfilOrder takes ClosePayment with it. */
export const PAYMENT_TASKS = [
  "CreateOrder",
  "ChargePayment",
  "ReconcilePayment",
  "AwaitPayment",
  "SettlePayment",
  "FulfilOrder",
  "CancelCharge",
  "CancelOrder",
  "ParkSaga",
] as const;
export type PaymentTask = (typeof PAYMENT_TASKS)[number];

/** Tasks that executions of an earlier release still ask for, and what does their work now. */
export const FORMER_TASKS: Readonly<Record<string, PaymentTask>> = {
  LoadSaga: "CreateOrder",
  ClosePayment: "FulfilOrder",
};

/** The machine's other states that an answer may name: three waits and four ends. */
export const PAYMENT_STOPS = [
  "WaitForPayment",
  "WaitToCancel",
  "WaitToSettle",
  "Completed",
  "Compensated",
  "NeedsReview",
  "Superseded",
] as const;

/** Where a task's answer sends the execution. */
export type PaymentNext = PaymentTask | (typeof PAYMENT_STOPS)[number];

/** What a task answers: the Choice states route on `next`, the Wait states wait `waitSeconds`. */
export interface TaskAnswer {
  next: PaymentNext;
  waitSeconds: number;
}

export function cursorOf(step: PaymentStep): number {
  return PAYMENT_SAGA.findIndex((row) => row.step === step);
}

export const STEP_STATES = [
  "PENDING",
  "SENT",
  "UNKNOWN",
  "SUCCEEDED",
  "FAILED",
  "COMPENSATING",
  "COMPENSATED",
  "SKIPPED",
  "NEEDS_REVIEW",
] as const;
export type StepState = (typeof STEP_STATES)[number];
/** How it ends is not known yet. */
export const OPEN = ["PENDING", "SENT", "UNKNOWN"] as const satisfies StepState[];
