/** The sandbox payout provider's routes: the wire of `docs/payouts-sandbox.md`, and the list that tests count. */

import * as z from "zod/mini";
import { money } from "../../contract/fields/money.ts";
import type { Answer } from "../../core/foundation/services/deps.ts";
import { ok, type RawRequest, routeDefiner } from "../../lambdas/http/define-route.ts";
import { type ChannelSandboxDeps, id, passingBy, url } from "../channel/routes.ts";
import { DELIVERIES, deliver, deliverAfterAnswer } from "../channel/webhooks.ts";
import { cursorOf, effectsQuery, oddAnswer, positionOf, signedFor, statementBody, statementOf } from "../wire.ts";
import { payOut, queryPayout } from "./calls.ts";
import { type Effect, type Payout, type PayoutState, referenceOf, returnReferenceOf } from "./rules.ts";
import type { PayoutStore } from "./store.ts";

export interface PayoutSandboxDeps extends ChannelSandboxDeps {
  payouts: PayoutStore;
  /** `<api>/_sandbox/payouts`: this service itself, from outside. */
  payoutsUrl: string;
}

const defineRoute = routeDefiner<PayoutSandboxDeps>();

/** As deployed; what comes before is the base URL. */
const PAY = "/pay";
const QUERY = "/query";
const SILENT = "channel-silent";
const EFFECT_ROW = /^EFFECT#(payout|return)#[\x21-\x7e]{1,160}$/;
const text = z.string().check(z.minLength(1), z.maxLength(256));

const payRoute = defineRoute({
  key: "POST /_sandbox/payouts/pay",
  body: z.strictObject({
    withdrawalId: id,
    withdrawalNo: text,
    amount: money,
    account: text,
    holder: z.optional(text),
    notifyUrl: url,
  }),
  verify: signedFor(PAY),
  async handle({ deps, body, raw }) {
    const { withdrawalId, ...asked } = body;
    const receivedAt = deps.clock();
    const done = await passingBy(deps, payOut(deps, withdrawalId, asked, receivedAt));
    if (done.kind === "too-late") return oddAnswer(done.kind, raw, SILENT);
    const { answer, hooks } = done;
    // What is due by now is told before the call is answered: some words overtake others.
    for (const { eventId, effectAt } of hooks)
      await (effectAt <= receivedAt ? deliver(deps, eventId) : tellLater(deps, eventId));
    return answer.kind === "state" ? stateAnswer(withdrawalId, answer.state, raw) : oddAnswer(answer.kind, raw, SILENT);
  },
});

const queryRoute = defineRoute({
  key: "POST /_sandbox/payouts/query",
  body: z.strictObject({ withdrawalId: id }),
  verify: signedFor(QUERY),
  async handle({ deps, body: { withdrawalId }, raw }) {
    return stateAnswer(withdrawalId, await passingBy(deps, queryPayout(deps, withdrawalId)), raw);
  },
});

const deliveriesRoute = defineRoute({
  key: "POST /_sandbox/payouts/deliveries",
  body: z.strictObject({ eventId: id }),
  verify: signedFor(DELIVERIES),
  async handle({ deps, body: { eventId } }) {
    return ok({ eventId, delivered: await deliver(deps, eventId) });
  },
});

const effectsRoute = defineRoute({
  key: "GET /_sandbox/payouts/effects",
  query: effectsQuery,
  async handle({ deps, query }) {
    const now = deps.clock();
    const after = positionOf(query.cursor, now, EFFECT_ROW);
    const { rows, next } = await passingBy(deps, deps.payouts.listEffects(now, query.limit, after));
    return ok({ items: rows.map(viewOf), nextCursor: cursorOf(next) });
  },
});

const statementsRoute = defineRoute({
  key: "POST /_sandbox/payouts/statements",
  body: statementBody,
  verify: signedFor("/statements"),
  async handle({ deps, body }) {
    const list = deps.payouts.listEffects.bind(deps.payouts);
    const { rows, nextCursor } = await passingBy(deps, statementOf(body, deps.clock(), EFFECT_ROW, list));
    const withdrawalIds = [...new Set(rows.map(({ withdrawalId }) => withdrawalId))];
    const payouts = await Promise.all(withdrawalIds.map((withdrawalId) => deps.payouts.find(withdrawalId)));
    return ok({ items: payouts.flatMap((payout) => (payout ? [entryOf(payout, rows)] : [])), nextCursor });
  },
});

export const payoutRoutes = [payRoute, queryRoute, deliveriesRoute, statementsRoute, effectsRoute];

/** A payout as it stands, with the returns of this page: each is on one. */
function entryOf(payout: Payout, rows: readonly Effect[]) {
  const { withdrawalId, asked } = payout;
  const back = rows.filter((row) => row.withdrawalId === withdrawalId && row.kind === "return");
  const returns = back.map(({ amount, currency }) => ({
    reference: returnReferenceOf(payout),
    amount: { amount, currency },
  }));
  return { withdrawalId, amount: asked.amount, reference: referenceOf(payout), returns };
}

function tellLater(deps: PayoutSandboxDeps, eventId: string): Promise<void> {
  return deliverAfterAnswer({ ...deps, url: deps.payoutsUrl }, { eventId });
}

function stateAnswer(withdrawalId: string, state: PayoutState, raw: RawRequest): Answer {
  switch (state.status) {
    case "paid": {
      const { asked } = state.payout;
      return ok({ status: "paid", withdrawalId, amount: asked.amount, reference: referenceOf(state.payout) });
    }
    case "declined":
      return ok({ status: "declined", withdrawalId, reason: "refused" });
    case "pending":
    case "not_found":
      return ok({ status: state.status, withdrawalId });
    case "doubtful":
      return oddAnswer("failed", raw, SILENT);
  }
}

function viewOf({ kind, withdrawalId, withdrawalNo, amount, currency, providerKey, effectAt }: Effect) {
  return { kind, withdrawalId, withdrawalNo, amount, currency, providerKey, at: new Date(effectAt).toISOString() };
}
