import { decideAndCommit } from "../../foundation/services/decide-and-commit.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { audit } from "../../foundation/store/audit-store.ts";
import { sagaKey } from "../../foundation/store/keys.ts";
import { announce } from "../../foundation/store/outbox-store.ts";
import { closeReview } from "../../foundation/store/review-store.ts";
import type { Write } from "../../foundation/store/table.ts";
import type { PaymentStep } from "../domain/payment-saga.ts";
import { executionNameOf, type Saga } from "../domain/saga.ts";
import { movePayment } from "../store/payment-store.ts";
import { moveStep } from "../store/saga-step-store.ts";
import { resumeByOperator } from "../store/saga-store.ts";
import { abortWrites } from "./payment-cancel.ts";

import { type Decision, decide, type SagaResolution } from "./saga-resolution.ts";
import { readWhole, type WholeSaga } from "./sagas.ts";

async function change(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  sagaId: string,
  reason: string,
  action: string,
  decide: (whole: WholeSaga, nowMs: number) => Decision,
): Promise<Answer> {
  return decideAndCommit(deps, request, {
    resourceId: sagaId,
    busy: "the saga moves on right now",
    decide: async (nowMs) => {
      const whole = await readWhole(deps, caller, sagaId);
      const decision = decide(whole, nowMs);
      if ("code" in decision) return decision;
      const { tenantId, paymentId } = whole.saga;
      const story = { auditId: deps.random.ulid(nowMs), by: caller.keyId, action, reason, at: nowMs };
      return {
        answer: { httpStatus: 202, body: { sagaId, paymentId, status: "ACCEPTED", action } },
        writes: [...decision.writes, audit(sagaKey(tenantId, sagaId), story)],
      };
    },
  });
}

/** Try the parked step again, in another execution. */
export function retrySaga(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  sagaId: string,
  { reason }: { reason: string },
): Promise<Answer> {
  return change(deps, request, caller, sagaId, reason, "saga retried", (whole, nowMs) => {
    const { saga } = whole;
    if (saga.state !== "NEEDS_REVIEW" || !saga.parkedFrom) return notInReview(saga);
    const { step, to } = parkedStep(whole);
    const state = saga.parkedFrom;
    const deadline = nowMs + deps.limits.orderExpiryMs;
    const until = state === "RUNNING" ? { deadline } : {};
    return {
      writes: [
        ...reopen(deps, whole, nowMs, movePayment(whole.payment, "resume", "PROCESSING", until, nowMs)),
        moveStep(saga, step, to, ["NEEDS_REVIEW"], { reset: true }, nowMs),
        resumeByOperator(
          saga,
          "retry",
          {
            state,
            cursor: saga.cursor,
            deadline,
            dueAt: nowMs + deps.limits.sweepGraceMs,
          },
          nowMs,
        ),
      ],
    };
  });
}

/** Undo it. After the pivot the money is captured: refund instead. */
export function compensateSaga(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  sagaId: string,
  { reason }: { reason: string },
): Promise<Answer> {
  return change(deps, request, caller, sagaId, reason, "saga compensated", (whole, nowMs) => {
    const { saga, payment } = whole;
    if (saga.state === "RUNNING")
      return { writes: abortWrites(deps, saga, payment, { by: caller.keyId, reason, nowMs }) };
    if (saga.state === "PIVOTED" || saga.state === "COMPLETED")
      return { code: "payment-captured", detail: "the money has been captured" };
    if (saga.state !== "NEEDS_REVIEW" || !saga.parkedFrom) return notInReview(saga);
    const { step, to } = parkedStep(whole);
    const wasForward = saga.parkedFrom === "RUNNING";
    const open = wasForward ? 2 : saga.openSteps;
    const asked = wasForward ? { cancelRequestedAt: nowMs } : {};
    return {
      writes: [
        ...reopen(deps, whole, nowMs, movePayment(payment, "resume", "PROCESSING", asked, nowMs)),
        moveStep(saga, step, to, ["NEEDS_REVIEW"], { reset: true }, nowMs),
        resumeByOperator(
          saga,
          "compensate",
          {
            state: "COMPENSATING",
            cursor: saga.cursor,
            openSteps: open,
            endsAs: saga.endsAs ?? "CANCELLED",
            dueAt: nowMs + deps.limits.sweepGraceMs,
          },
          nowMs,
        ),
      ],
    };
  });
}

/** A person has found out how the parked step ended. */
export function resolveSaga(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  sagaId: string,
  input: SagaResolution,
): Promise<Answer> {
  return change(deps, request, caller, sagaId, input.reason, `step resolved ${input.resolution}`, (whole, nowMs) => {
    const { saga, steps } = whole;
    if (saga.state !== "NEEDS_REVIEW" || !saga.parkedFrom) return notInReview(saga);
    if (steps.get(input.step)?.state !== "NEEDS_REVIEW")
      return { code: "step-not-resolvable", detail: `${input.step} is not the step that is parked` };
    const dueAt = nowMs + deps.limits.sweepGraceMs;
    const decision = decide(whole, input, { dueAt, nowMs });
    if ("code" in decision) return decision;
    const { resume, writes } = decision;
    return { writes: [...reopen(deps, whole, nowMs, resume), ...writes] };
  });
}

/** What every way out of NEEDS_REVIEW writes: the payment goes on, the review is closed, another execution is started. */
function reopen(deps: Deps, { saga }: WholeSaga, nowMs: number, resume: Write): Write[] {
  const { tenantId, sagaId, paymentId } = saga;
  const executionName = executionNameOf({ sagaId, resumes: saga.resumes + 1 });
  const dueAt = nowMs + deps.limits.sweepGraceMs;
  return [
    resume,
    closeReview({ tenantId, subjectId: paymentId }, nowMs),
    announce({ queue: "sagas", body: { tenantId, sagaId, executionName } }, sagaId, deps.random.ulid(nowMs), dueAt),
  ];
}

/** What is parked, and what it was before: an order that was never made has nothing to be cancelled. */
function parkedStep({ saga, steps }: WholeSaga): {
  step: PaymentStep;
  to: "UNKNOWN" | "COMPENSATING" | "SUCCEEDED" | "PENDING";
} {
  const parked = [...steps.values()].find(({ state }) => state === "NEEDS_REVIEW");
  const step = parked?.step ?? "ChargePayment";
  if (step === "CreateOrder") return { step, to: parked?.compensateData ? "SUCCEEDED" : "PENDING" };
  return { step, to: saga.parkedFrom === "COMPENSATING" ? "COMPENSATING" : "UNKNOWN" };
}

function notInReview({ state }: Saga): Decision {
  return { code: "not-in-review", detail: `the saga is ${state}` };
}
