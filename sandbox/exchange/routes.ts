/** The sandbox exchange's routes: the wire of `docs/exchange.md`, and the list that tests count. */

import * as z from "zod";
import { isCurrency } from "../../core/foundation/domain/currencies.ts";
import { RetryableError, TerminalError } from "../../core/foundation/domain/errors.ts";
import { CONTRACT } from "../../core/foundation/domain/limits.ts";
import { problem } from "../../core/foundation/domain/problem.ts";
import type { Answer } from "../../core/foundation/services/deps.ts";
import { type EdgeDeps, ok, type RawRequest, routeDefiner } from "../../lambdas/http/define-route.ts";
import type { TooLate } from "../calls.ts";
import { cursorOf, effectsQuery, positionOf, type SignedDeps, signedFor } from "../wire.ts";
import { type ExchangeDeps, lookUpCall, redeemCard } from "./calls.ts";
import type { Effect, RedemptionAnswer } from "./rules.ts";

export interface SandboxDeps extends EdgeDeps, Omit<ExchangeDeps, "limits" | "clock">, Omit<SignedDeps, "clock"> {}

const defineRoute = routeDefiner<SandboxDeps>();

/** As deployed; what comes before is the base URL. */
const REDEMPTIONS = "/redemptions";
const LOOKUPS = "/lookups";
const CARD_ROW = /^CARD#[0-9a-f]{64}$/;

const text = (maxChars: number) => z.string().min(1).max(maxChars);
const providerKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, `must have 1 to ${CONTRACT.idempotencyKeyMaxChars} visible ASCII characters`);
const account = z.strictObject({
  accountId: text(128),
  country: z.string().regex(/^[A-Z]{2}$/, "must be an ISO 3166-1 code of two letters"),
  currency: z.string().refine(isCurrency, "must be an ISO 4217 code"),
});

const redeemRoute = defineRoute({
  key: "POST /_sandbox/exchange/redemptions",
  body: z.strictObject({ providerKey, code: text(256), account }),
  verify: signedFor(REDEMPTIONS),
  async handle({ deps, body, raw }) {
    const call = { ...body, code: body.code.trim(), receivedAt: deps.clock() };
    return answerOf(await redeemCard(deps, call), raw);
  },
});

const lookUpRoute = defineRoute({
  key: "POST /_sandbox/exchange/lookups",
  body: z.strictObject({ providerKey }),
  verify: signedFor(LOOKUPS),
  async handle({ deps, body }) {
    return ok(await lookUpCall(deps, body.providerKey));
  },
});

const effectsRoute = defineRoute({
  key: "GET /_sandbox/exchange/effects",
  query: effectsQuery,
  async handle({ deps, query }) {
    const now = deps.clock();
    const { rows, next } = await deps.store.listEffects(now, query.limit, positionOf(query.cursor, now, CARD_ROW));
    return ok({ items: rows.map(viewOf), nextCursor: cursorOf(next) });
  },
});

export const exchangeRoutes = [redeemRoute, lookUpRoute, effectsRoute];

function answerOf(answer: RedemptionAnswer | TooLate, raw: RawRequest): Answer {
  const request = { instance: raw.path, requestId: raw.requestId };
  switch (answer.kind) {
    case "answered":
      return ok(answer.body);
    case "key-reused":
      throw new TerminalError("idempotency-key-reused", "The provider key stands for another card or account.");
    case "too-late":
      throw new RetryableError("overloaded", "The call can no longer take effect in time, and never will.", 1000);
    case "failed":
      // Answers and not errors: they are what the magic codes ask for, so they ring no alarm.
      return { httpStatus: 500, body: problem({ code: "internal" }, "The first call fails, without effect.", request) };
    case "never-answered":
      return { httpStatus: 504, body: problem({ code: "exchange-silent" }, "This call gets no answer.", request) };
  }
}

function viewOf({ code, amount, currency, providerKey, effectAt }: Effect) {
  return { code, amount, currency, providerKey, at: new Date(effectAt).toISOString() };
}
