/** I13 as callers see it: of two readings, one after the other, the second state can be reached from the first. */

import { PAYMENT_TRANSITIONS, REFUND_TRANSITIONS } from "../core/payments/domain/payment.ts";
import { SAGA_TRANSITIONS } from "../core/payments/domain/saga.ts";
import { REDEMPTION_TRANSITIONS } from "../core/redemptions/domain/redemption.ts";
import type { ClientCall, Facts, Found } from "./snapshot.ts";

interface Reading {
  subject: string;
  status: string;
  /** Redemptions only: each attempt passes the states anew. */
  attempt: number;
  sentAt: number;
  receivedAt: number;
}

type Move = { from: string; on: string; to: string };

export function* readingsFollowTheTables({ calls }: Facts): Found {
  yield* contradictions(readingsOf(calls, "GET /v1/redemptions/{id}", "redemptionId"), REDEMPTION_TRANSITIONS);
  yield* contradictions(readingsOf(calls, "GET /v1/payments/{id}", "paymentId"), PAYMENT_TRANSITIONS);
  yield* contradictions(refundReadings(calls), REFUND_TRANSITIONS);
  yield* contradictions(readingsOf(calls, "GET /v1/sagas/{id}", "sagaId"), SAGA_TRANSITIONS);
}

function answersOf(calls: readonly ClientCall[], route: string) {
  return calls
    .filter((call) => call.route === route && call.status === 200)
    .map(({ sentAt, receivedAt, body }) => ({
      sentAt,
      receivedAt,
      json: JSON.parse(body ?? "{}") as Record<string, unknown>,
    }))
    .sort((a, b) => a.sentAt - b.sentAt);
}

function readingsOf(calls: readonly ClientCall[], route: string, idName: string): Reading[] {
  return answersOf(calls, route).map(({ json, ...at }) => {
    const { status, attempt = 1 } = json as { status: string; attempt?: number };
    return { subject: String(json[idName]), status, attempt, ...at };
  });
}

/** A payment is read with its refunds. */
function refundReadings(calls: readonly ClientCall[]): Reading[] {
  return answersOf(calls, "GET /v1/payments/{id}").flatMap(({ json, ...at }) => {
    const { refunds = [] } = json as { refunds?: { refundId: string; status: string }[] };
    return refunds.map(({ refundId, status }) => ({ subject: refundId, status, attempt: 1, ...at }));
  });
}

function* contradictions(readings: readonly Reading[], moves: readonly Move[]): Found {
  const isFinal = (status: string) => !moves.some(({ from, on }) => from === status && on !== "retry");
  for (const [subject, seen] of Map.groupBy(readings, (reading) => reading.subject)) {
    for (const [index, later] of seen.entries()) {
      const earlier = seen.slice(0, index).findLast(({ receivedAt }) => receivedAt < later.sentAt);
      if (!earlier) continue;
      const reachable = reachableFrom(earlier.status, moves);
      const follows =
        later.attempt === earlier.attempt
          ? reachable.has(later.status)
          : // A new attempt begins where one has failed.
            later.attempt > earlier.attempt && reachable.has("FAILED") && isFinal("FAILED");
      if (follows) continue;
      const tell = ({ status, attempt }: Reading) =>
        moves === REDEMPTION_TRANSITIONS ? `${status} in attempt ${attempt}` : status;
      yield [subject, `was ${tell(earlier)}, then ${tell(later)}`];
    }
  }
}

/** The states that can be come to from `state`, itself included; a redemption within one attempt. */
function reachableFrom(state: string, moves: readonly Move[]): Set<string> {
  const isNewAttempt = ({ from, on }: Move) => from === "FAILED" && on === "retry";
  const reached = new Set([state]);
  for (const from of reached) {
    for (const move of moves) if (move.from === from && !isNewAttempt(move)) reached.add(move.to);
  }
  return reached;
}
