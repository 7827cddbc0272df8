/** The sandbox exchange's routes: the wire of `docs/exchange.md`, and the list that tests count. */

import * as z from "zod/mini";
import { isCurrency } from "../../core/foundation/domain/currencies.ts";
import { type EdgeDeps, ok, routeDefiner } from "../../lambdas/http/define-route.ts";
import {
  cursorOf,
  effectsQuery,
  key,
  oddAnswer,
  positionOf,
  type SignedDeps,
  signedFor,
  statementBody,
  statementOf,
} from "../wire.ts";
import { type ExchangeDeps, lookUpCall, redeemCard } from "./calls.ts";
import type { Effect } from "./rules.ts";

export interface SandboxDeps extends EdgeDeps, Omit<ExchangeDeps, "limits" | "clock">, Omit<SignedDeps, "clock"> {}

const defineRoute = routeDefiner<SandboxDeps>();

const CARD_ROW = /^CARD#[0-9a-f]{64}$/;

const text = (maxChars: number) => z.string().check(z.minLength(1), z.maxLength(maxChars));
const account = z.strictObject({
  accountId: text(128),
  country: z.string().check(z.regex(/^[A-Z]{2}$/, "must be an ISO 3166-1 code of two letters")),
  currency: z.string().check(z.refine(isCurrency, "must be an ISO 4217 code")),
});

export const exchangeRoutes = [
  defineRoute({
    key: "POST /_sandbox/exchange/redemptions",
    body: z.strictObject({ providerKey: key, code: text(256), account }),
    verify: signedFor("/redemptions"),
    async handle({ deps, body, raw }) {
      const call = { ...body, code: body.code.trim(), receivedAt: deps.clock() };
      const answer = await redeemCard(deps, call);
      return answer.kind === "answered" ? ok(answer.body) : oddAnswer(answer.kind, raw, "exchange-silent");
    },
  }),
  defineRoute({
    key: "POST /_sandbox/exchange/lookups",
    body: z.strictObject({ providerKey: key }),
    verify: signedFor("/lookups"),
    async handle({ deps, body }) {
      return ok(await lookUpCall(deps, body.providerKey));
    },
  }),
  defineRoute({
    key: "POST /_sandbox/exchange/statements",
    body: statementBody,
    verify: signedFor("/statements"),
    async handle({ deps, body }) {
      const list = deps.store.listEffects.bind(deps.store);
      const { rows, nextCursor } = await statementOf(body, deps.clock(), CARD_ROW, list);
      return ok({ items: rows.map(entryOf), nextCursor });
    },
  }),
  defineRoute({
    key: "GET /_sandbox/exchange/effects",
    query: effectsQuery,
    async handle({ deps, query }) {
      const now = deps.clock();
      const { rows, next } = await deps.store.listEffects(now, query.limit, positionOf(query.cursor, now, CARD_ROW));
      return ok({ items: rows.map(viewOf), nextCursor: cursorOf(next) });
    },
  }),
];

/** Without the code: whoever asks knows the card by its key. */
function entryOf({ providerKey, amount, currency, effectAt }: Effect) {
  return { providerKey, amount: { amount, currency }, at: new Date(effectAt).toISOString() };
}

function viewOf({ code, amount, currency, providerKey, effectAt }: Effect) {
  return { code, amount, currency, providerKey, at: new Date(effectAt).toISOString() };
}
