/** The sandbox channel's calls, without HTTP: read, decide, write if that still holds, else once more. */

import { createHash } from "node:crypto";
import { InvariantError } from "../../core/foundation/domain/errors.ts";
import type { Limits } from "../../core/foundation/domain/limits.ts";
import { type CancelAnswer, type ChargeAnswer, cancel, charge, decide, type PageState } from "./charge.ts";
import { type RefundAnswer, refund } from "./refund.ts";
import { type Asked, type ChargeState, type Notice, type Refund, type Step, stateOf } from "./rows.ts";
import type { ChannelStore, Hook } from "./store.ts";

export interface ChannelDeps {
  store: ChannelStore;
  limits: Pick<Limits, "channelCallTimeoutMs" | "channelInFlightMs">;
  /** Milliseconds since 1970. */
  clock: () => number;
  wait: (ms: number) => Promise<unknown>;
}

/** 503: too old to take effect in time, so it never will. */
export type TooLate = { kind: "too-late" };

/** How long after the caller's own timeout a held call is let go. */
const HOLD_MARGIN_MS = 1000;
/** A write that starts this close to the in-flight bound might land behind it. */
const WRITE_MARGIN_MS = 500;
/** Each lost turn is a move of somebody else's, and one payment has few moves. */
const TURNS_MAX = 100;

/** `receivedAt`: when the channel received the call; its effect comes within `channelInFlightMs` of it, or never. */
export async function chargePayment(
  deps: ChannelDeps,
  paymentId: string,
  asked: Asked,
  receivedAt: number,
): Promise<ChargeAnswer | TooLate> {
  const read = async () => {
    const [row, keyOwner] = await Promise.all([
      deps.store.findCharge(paymentId),
      deps.store.findKeyOwner(asked.providerKey),
    ]);
    return { row, keyOwner };
  };
  const answer = await move(deps, receivedAt, async () => charge(await read(), paymentId, asked, receivedAt));
  if (answer.kind === "never-answered") {
    const goneAt = receivedAt + deps.limits.channelCallTimeoutMs + HOLD_MARGIN_MS;
    await deps.wait(Math.max(0, goneAt - deps.clock()));
  }
  return answer;
}

export async function queryCharge(deps: Pick<ChannelDeps, "store" | "clock">, paymentId: string): Promise<ChargeState> {
  return stateOf(await deps.store.findCharge(paymentId), deps.clock());
}

export async function cancelCharge(
  deps: ChannelDeps,
  paymentId: string,
  compensationKey: string,
  receivedAt: number,
): Promise<CancelAnswer | TooLate> {
  return await move(deps, receivedAt, async () =>
    cancel(await deps.store.findCharge(paymentId), paymentId, compensationKey, receivedAt),
  );
}

export async function refundPayment(
  deps: ChannelDeps,
  asked: Refund,
  receivedAt: number,
): Promise<RefundAnswer | TooLate> {
  return await move(deps, receivedAt, async () => {
    const [row, known] = await Promise.all([
      deps.store.findCharge(asked.paymentId),
      deps.store.findRefund(asked.refundId),
    ]);
    return refund(row, known, asked, receivedAt);
  });
}

/** The customer's click on the page. */
export async function clickOnPage(
  deps: ChannelDeps,
  paymentId: string,
  outcome: "paid" | "declined",
): Promise<{ kind: "page"; state: PageState | undefined; isFirst: boolean } | TooLate> {
  const receivedAt = deps.clock();
  return await move(deps, receivedAt, async () => {
    const { answer: state, ...step } = decide(await deps.store.findCharge(paymentId), outcome, receivedAt);
    return { ...step, answer: { kind: "page" as const, state, isFirst: step.writes !== undefined } };
  });
}

async function move<A>(deps: ChannelDeps, receivedAt: number, decideNow: () => Promise<Step<A>>): Promise<A | TooLate> {
  for (let turn = 0; turn < TURNS_MAX; turn++) {
    const { answer, writes } = await decideNow();
    if (writes === undefined) return answer;
    const withinMs = receivedAt + deps.limits.channelInFlightMs - WRITE_MARGIN_MS - deps.clock();
    if (withinMs <= 0) return { kind: "too-late" };
    const { notice, ...rows } = writes;
    if (await deps.store.commit({ ...rows, ...(notice && { hook: hookOf(notice) }) }, withinMs)) return answer;
  }
  throw new InvariantError("a payment of the sandbox channel moved a hundred times during one call");
}

/** A payment ends once for its customer, so it has one webhook, and each delivery of it one `eventId`. */
function hookOf({ type, paymentId, asked, dueAt }: Notice): Hook {
  const { orderNo, amount, notifyUrl } = asked;
  const eventId = `evt_${digest(paymentId)}`;
  const body = { eventId, type, paymentId, orderNo, amount, providerReference: referenceOf(paymentId) };
  return { paymentId, eventId, notifyUrl, body: JSON.stringify(body), attempts: 0, effectAt: dueAt };
}

/** The channel's own number of a payment or refund. */
export function referenceOf(id: string): string {
  return `sbx_${digest(id)}`;
}

function digest(id: string): string {
  return createHash("sha256").update(id).digest("hex").slice(0, 20);
}
