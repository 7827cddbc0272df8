/** The sandbox channel's calls, without HTTP. */

import { createHash } from "node:crypto";
import type { Limits } from "../../core/foundation/domain/limits.ts";
import { type CallDeps, hold, move, type TooLate } from "../calls.ts";
import { type CancelAnswer, type ChargeAnswer, cancel, charge, decide, type PageState, query } from "./charge.ts";
import { type DeskMove, moveAtDesk, type RefundAnswer, refund } from "./refund.ts";
import type { Asked, ChargeState, Notice, Refund, Step } from "./rows.ts";
import { SANDBOX } from "./rules.ts";
import type { ChannelStore, Hook } from "./store.ts";

export interface ChannelDeps extends CallDeps {
  store: ChannelStore;
  limits: Pick<Limits, "charge">;
}

/** `receivedAt`: when the channel received the call; its effect comes within `inFlightMs` of it, or never. */
export async function chargePayment(
  deps: ChannelDeps,
  paymentId: string,
  asked: Asked,
  receivedAt: number,
): Promise<ChargeAnswer | TooLate> {
  const answer = await inTurn(deps, receivedAt, async () => {
    const [row, keyOwner] = await Promise.all([
      deps.store.findCharge(paymentId),
      deps.store.findKeyOwner(asked.providerKey),
    ]);
    return charge(SANDBOX, { row, keyOwner }, paymentId, asked, receivedAt);
  });
  if (answer.kind === "never-answered") await hold(deps, receivedAt, deps.limits.charge.callTimeoutMs);
  return answer;
}

export async function queryCharge(deps: Pick<ChannelDeps, "store" | "clock">, paymentId: string): Promise<ChargeState> {
  return query(SANDBOX, await deps.store.findCharge(paymentId), deps.clock());
}

export function cancelCharge(
  deps: ChannelDeps,
  paymentId: string,
  compensationKey: string,
  receivedAt: number,
): Promise<CancelAnswer | TooLate> {
  return inTurn(deps, receivedAt, async () =>
    cancel(SANDBOX, await deps.store.findCharge(paymentId), paymentId, compensationKey, receivedAt),
  );
}

export function refundPayment(deps: ChannelDeps, asked: Refund, receivedAt: number): Promise<RefundAnswer | TooLate> {
  return inTurn(deps, receivedAt, async () => {
    const [row, known] = await Promise.all([
      deps.store.findCharge(asked.paymentId),
      deps.store.findRefund(asked.refundId),
    ]);
    return refund(SANDBOX, row, known, asked, receivedAt);
  });
}

/** The customer's click on the page. */
export function clickOnPage(
  deps: ChannelDeps,
  paymentId: string,
  outcome: "paid" | "declined",
): Promise<{ kind: "page"; state: PageState | undefined; isFirst: boolean } | TooLate> {
  const receivedAt = deps.clock();
  return inTurn(deps, receivedAt, async () => {
    const { answer: state, ...step } = decide(SANDBOX, await deps.store.findCharge(paymentId), outcome, receivedAt);
    return { ...step, answer: { kind: "page" as const, state, isFirst: step.writes !== undefined } };
  });
}

/** `eventId`: of the webhook that tells of it; `undefined`: it was not done. */
export function actAtDesk(
  deps: ChannelDeps,
  paymentId: string,
  asked: { move: DeskMove; amount?: number | undefined },
): Promise<{ kind: "desk"; eventId: string | undefined } | TooLate> {
  const receivedAt = deps.clock();
  return inTurn(deps, receivedAt, async () => {
    const { writes } = moveAtDesk(await deps.store.findCharge(paymentId), asked, receivedAt);
    const eventId = writes?.notice && eventIdOf(writes.notice);
    return { answer: { kind: "desk" as const, eventId }, ...(writes && { writes }) };
  });
}

function inTurn<A>(deps: ChannelDeps, receivedAt: number, decide: () => Promise<Step<A>>): Promise<A | TooLate> {
  return move(deps, {
    receivedAt,
    inFlightMs: deps.limits.charge.inFlightMs,
    decide,
    commit: ({ notice, ...rows }, withinMs) =>
      deps.store.commit({ ...rows, ...(notice && { hook: hookOf(notice) }) }, withinMs),
  });
}

/** Each delivery of one webhook has the same. */
function eventIdOf({ type, charge: { paymentId, version } }: Notice): string {
  const isEnd = type === "charge.paid" || type === "charge.declined";
  return isEnd ? endEventId(paymentId) : `evt_${digest(`${paymentId} ${version}`)}`;
}

/** Of the webhook that tells a payment's end: it ends once for its customer. */
export function endEventId(paymentId: string): string {
  return `evt_${digest(paymentId)}`;
}

function hookOf(notice: Notice): Hook {
  const { type, dueAt, more } = notice;
  const { paymentId, asked } = notice.charge;
  const { orderNo, amount, notifyUrl } = asked;
  const eventId = eventIdOf(notice);
  const body = { eventId, type, paymentId, orderNo, amount, providerReference: referenceOf(paymentId), ...more };
  return { paymentId, eventId, notifyUrl, body: JSON.stringify(body), attempts: 0, effectAt: dueAt };
}

/** The channel's own number of a payment or refund. */
export function referenceOf(id: string): string {
  return `sbx_${digest(id)}`;
}

function digest(id: string): string {
  return createHash("sha256").update(id).digest("hex").slice(0, 20);
}
