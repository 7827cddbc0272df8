/** The sandbox sender's routes: the wire of `docs/notifications.md`, and the list that tests count. */

import * as z from "zod/mini";
import type { Answer } from "../../core/foundation/services/deps.ts";
import { NOTIFICATION_CHANNELS } from "../../core/notifications/domain/template.ts";
import { ok, type RawRequest, routeDefiner } from "../../lambdas/http/define-route.ts";
import { type ChannelSandboxDeps, id, passingBy } from "../channel/routes.ts";
import { cursorOf, effectsQuery, key, oddAnswer, positionOf, signedFor } from "../wire.ts";
import { queryMessage, sendMessage } from "./calls.ts";
import { type Effect, referenceOf, type SentState } from "./rules.ts";
import type { SenderStore } from "./store.ts";

export interface SenderSandboxDeps extends ChannelSandboxDeps {
  messages: SenderStore;
}

const defineRoute = routeDefiner<SenderSandboxDeps>();

const SILENT = "channel-silent";
const EFFECT_ROW = /^EFFECT#notification#[\x21-\x7e]{1,160}$/;
const text = z.string().check(z.minLength(1), z.maxLength(64_000));

const sendRoute = defineRoute({
  key: "POST /_sandbox/notifications/send",
  body: z.strictObject({
    providerKey: key,
    notificationId: id,
    key,
    channel: z.enum(NOTIFICATION_CHANNELS),
    receiver: z.string().check(z.minLength(1), z.maxLength(320)),
    subject: z.optional(text),
    body: text,
  }),
  verify: signedFor("/send"),
  async handle({ deps, body, raw }) {
    const { providerKey, ...asked } = body;
    const done = await passingBy(deps, sendMessage(deps, providerKey, asked, deps.clock()));
    if (done.kind === "too-late") return oddAnswer(done.kind, raw, SILENT);
    return answerOf(providerKey, done.answer, raw);
  },
});

const queryRoute = defineRoute({
  key: "POST /_sandbox/notifications/query",
  body: z.strictObject({ providerKey: key }),
  verify: signedFor("/query"),
  async handle({ deps, body: { providerKey }, raw }) {
    const state = await passingBy(deps, queryMessage(deps, providerKey));
    return answerOf(providerKey, { kind: "state", state }, raw);
  },
});

const effectsRoute = defineRoute({
  key: "GET /_sandbox/notifications/effects",
  query: effectsQuery,
  async handle({ deps, query }) {
    const now = deps.clock();
    const after = positionOf(query.cursor, now, EFFECT_ROW);
    const { rows, next } = await passingBy(deps, deps.messages.listEffects(now, query.limit, after));
    return ok({ items: rows.map(viewOf), nextCursor: cursorOf(next) });
  },
});

export const senderRoutes = [sendRoute, queryRoute, effectsRoute];

function answerOf(
  providerKey: string,
  answer: { kind: "state"; state: SentState } | { kind: "key-reused" | "failed" | "never-answered" },
  raw: RawRequest,
): Answer {
  if (answer.kind !== "state") return oddAnswer(answer.kind, raw, SILENT);
  const { state } = answer;
  switch (state.status) {
    case "sent":
      return ok({ status: "sent", providerKey, reference: referenceOf(state.sent) });
    case "bounced":
      return ok({ status: "bounced", providerKey, reason: "bounced" });
    case "pending":
    case "not_found":
      return ok({ status: state.status, providerKey });
  }
}

function viewOf({ notificationId, key, receiver, channel, body, effectAt }: Effect) {
  return { notificationId, key, receiver, channel, body, at: new Date(effectAt).toISOString() };
}
