import { decideAndCommit } from "../../foundation/services/decide-and-commit.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { audit } from "../../foundation/store/audit-store.ts";
import { announce } from "../../foundation/store/outbox-store.ts";
import { closeReview } from "../../foundation/store/review-store.ts";
import type { Write } from "../../foundation/store/table.ts";
import { executionNameOf, type Saga } from "../domain/saga.ts";
import { sagaKey } from "../store/keys.ts";
import { movePayment, type PaymentChange } from "../store/payment-store.ts";
import { moveStep } from "../store/saga-step-store.ts";
import { type Resumption, resumeByOperator } from "../store/saga-store.ts";
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
    busy: "the saga is moving on right now",
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
    const state = saga.parkedFrom;
    const deadline = nowMs + deps.limits.orderExpiryMs;
    const until = state === "RUNNING" ? { deadline } : {};
    return { writes: [again(whole, nowMs), ...reopen(deps, whole, nowMs, "retry", { state, deadline }, until)] };
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
    const wasForward = saga.parkedFrom === "RUNNING";
    const openSteps = wasForward ? 2 : saga.openSteps;
    const back = { state: "COMPENSATING", openSteps, endsAs: saga.endsAs ?? "CANCELLED" } as const;
    const asked = wasForward ? { cancelRequestedAt: nowMs } : {};
    return { writes: [again(whole, nowMs), ...reopen(deps, whole, nowMs, "compensate", back, asked)] };
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
    const decision = decide(whole, input, nowMs);
    if ("code" in decision) return decision;
    const { writes, to, found = {} } = decision;
    const goesOn = { ...to, resolution: input.resolution };
    return { writes: [...writes, ...reopen(deps, whole, nowMs, "resolve", goesOn, found)] };
  });
}

/** What every way out of NEEDS_REVIEW writes: saga and payment go on, the review is closed, another execution is started. */
function reopen(
  deps: Deps,
  { saga, payment }: WholeSaga,
  nowMs: number,
  event: Parameters<typeof resumeByOperator>[1],
  to: Resumption,
  change: PaymentChange,
): Write[] {
  const { tenantId, sagaId, paymentId } = saga;
  const executionName = executionNameOf({ sagaId, resumes: saga.resumes + 1 });
  const dueAt = nowMs + deps.limits.sweepGraceMs;
  return [
    resumeByOperator(saga, event, to, dueAt, nowMs),
    movePayment(payment, "resume", "PROCESSING", change, nowMs),
    closeReview({ tenantId, subjectId: paymentId }, nowMs),
    announce({ queue: "sagas", body: { tenantId, sagaId, executionName } }, sagaId, deps.random.ulid(nowMs), dueAt),
  ];
}

/** What is parked becomes what it was before: an order that was never made has nothing to be cancelled. */
function again({ saga, steps }: WholeSaga, nowMs: number): Write {
  const parked = [...steps.values()].find(({ state }) => state === "NEEDS_REVIEW");
  const step = parked?.step ?? "ChargePayment";
  const charge = saga.parkedFrom === "COMPENSATING" ? "COMPENSATING" : "UNKNOWN";
  const order = parked?.compensateData ? "SUCCEEDED" : "PENDING";
  const to = step === "CreateOrder" ? order : charge;
  return moveStep(saga, step, to, ["NEEDS_REVIEW"], { reset: true }, nowMs);
}

function notInReview({ state }: Saga): Decision {
  return { code: "not-in-review", detail: `the saga is ${state}` };
}
