/** The sandbox exchange's routes: the wire of `docs/exchange.md`, and the list that tests count. */

import * as z from "zod";
import { RetryableError, TerminalError } from "../../core/domain/errors.ts";
import { CONTRACT } from "../../core/domain/limits.ts";
import { isCurrency } from "../../core/domain/money.ts";
import { problem } from "../../core/domain/problem.ts";
import { SIGNATURE_HEADER, verifySignature } from "../../core/domain/request-signature.ts";
import type { Answer, Random } from "../../core/services/deps.ts";
import { type EdgeDeps, ok, type RawRequest, routeDefiner } from "../http/define-route.ts";
import { type ExchangeDeps, lookUpCall, type RedemptionAnswer, redeemCard } from "./exchange-calls.ts";
import type { Effect, EffectsPosition } from "./exchange-store.ts";

export interface SandboxDeps extends EdgeDeps, Omit<ExchangeDeps, "limits" | "clock"> {
  /** Every secret that a caller may sign with. */
  secrets: readonly string[];
  random: Pick<Random, "ulid">;
}

const defineRoute = routeDefiner<SandboxDeps>();

/** As deployed; what comes before is the base URL. */
const REDEMPTIONS = "/redemptions";
const LOOKUPS = "/lookups";
const EFFECTS_DEFAULT_ITEMS = 100;
const EFFECTS_MAX_ITEMS = 1000;

const text = (maxChars: number) => z.string().min(1).max(maxChars);
const providerKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, `must have 1 to ${CONTRACT.idempotencyKeyMaxChars} visible ASCII characters`);
const account = z.strictObject({
  accountId: text(128),
  country: z.string().regex(/^[A-Z]{2}$/, "must be an ISO 3166-1 code of two letters"),
  currency: z.string().refine(isCurrency, "must be an ISO 4217 code"),
});
const limit = z
  .string()
  .regex(/^\d{1,4}$/, "must be a whole number")
  .transform(Number)
  .pipe(z.int().min(1).max(EFFECTS_MAX_ITEMS));

const redeemRoute = defineRoute({
  key: "POST /_sandbox/exchange/redemptions",
  body: z.strictObject({ providerKey, code: text(256), account }),
  answers: { 200: "Took effect, or was declined" },
  refusals: ["unauthenticated", "idempotency-key-reused", "internal", "overloaded", "exchange-silent"],
  verify: signedFor(REDEMPTIONS),
  async handle({ deps, body }) {
    const receivedAt = deps.clock();
    const { providerKey, code, account } = body;
    const sendId = deps.random.ulid(receivedAt);
    return answerOf(await redeemCard(deps, { providerKey, code: code.trim(), account, receivedAt, sendId }));
  },
});

const lookUpRoute = defineRoute({
  key: "POST /_sandbox/exchange/lookups",
  body: z.strictObject({ providerKey }),
  answers: { 200: "What became of the calls with this provider key" },
  refusals: ["unauthenticated"],
  verify: signedFor(LOOKUPS),
  async handle({ deps, body }) {
    return ok(await lookUpCall(deps, body.providerKey));
  },
});

const effectsRoute = defineRoute({
  key: "GET /_sandbox/exchange/effects",
  query: z.strictObject({ limit: limit.optional(), cursor: z.string().max(512).optional() }),
  answers: { 200: "What really took effect, newest first" },
  refusals: ["cursor-invalid"],
  async handle({ deps, query }) {
    const now = deps.clock();
    const after = query.cursor === undefined ? undefined : positionOf(query.cursor, now);
    const page = await deps.store.listEffects(now, query.limit ?? EFFECTS_DEFAULT_ITEMS, after);
    return ok({ items: page.effects.map(viewOf), nextCursor: page.next ? cursorOf(page.next) : null });
  },
});

export const exchangeRoutes = [redeemRoute, lookUpRoute, effectsRoute];

function signedFor(path: string) {
  return ({ secrets, clock }: SandboxDeps, { method, headers, bytes }: RawRequest): void => {
    const header = headers[SIGNATURE_HEADER.toLowerCase()];
    const verdict = verifySignature(secrets, Math.floor(clock() / 1000), header, { method, path, body: bytes });
    if (verdict !== "valid") throw new TerminalError("unauthenticated", `The request's signature is ${verdict}.`);
  };
}

function answerOf(answer: RedemptionAnswer): Answer {
  const instance = `/_sandbox/exchange${REDEMPTIONS}`;
  switch (answer.kind) {
    case "answered":
      return ok(answer.body);
    case "key-reused":
      throw new TerminalError("idempotency-key-reused", "The provider key stands for another card or account.");
    case "too-late":
      throw new RetryableError("overloaded", "The call can no longer take effect in time, and never will.", 1000);
    case "failed":
      // Answers and not errors: they are what the magic codes ask for, so they ring no alarm.
      return { httpStatus: 500, body: problem("internal", "The first call fails, without effect.", { instance }) };
    case "never-answered":
      return { httpStatus: 504, body: problem("exchange-silent", "This call gets no answer.", { instance }) };
  }
}

function viewOf({ code, amount, currency, providerKey, effectAt }: Effect) {
  return { code, amount, currency, providerKey, at: new Date(effectAt).toISOString() };
}

const POSITION = z.tuple([z.int().min(0), z.string().regex(/^[0-9a-f]{64}$/)]);

function cursorOf({ effectAt, cardKey }: EffectsPosition): string {
  return Buffer.from(JSON.stringify([effectAt, cardKey])).toString("base64url");
}

/** A position in the future is none of this list's, and the database would refuse it. */
function positionOf(cursor: string, nowMs: number): EffectsPosition {
  try {
    const [effectAt, cardKey] = POSITION.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
    if (effectAt <= nowMs) return { effectAt, cardKey };
  } catch {
    // Not the text of a position: refused below.
  }
  throw new TerminalError("cursor-invalid", "The cursor was not made by this list.");
}
