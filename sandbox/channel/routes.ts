/** The sandbox channel's routes: the wire of `docs/channels-sandbox.md`, the customer's page, and the list that tests count. */

import * as z from "zod/mini";
import { money } from "../../contract/fields/money.ts";
import { TerminalError } from "../../core/foundation/domain/errors.ts";
import type { Answer } from "../../core/foundation/services/deps.ts";
import { type EdgeDeps, ok, type RawRequest, routeDefiner, type TextAnswer } from "../../lambdas/http/define-route.ts";
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
import {
  actAtDesk,
  type ChannelDeps,
  cancelCharge,
  chargePayment,
  clickOnPage,
  endEventId,
  queryCharge,
  referenceOf,
  refundPayment,
} from "./calls.ts";
import { pageStateOf } from "./charge.ts";
import { backToPage, noSuchPage, paymentPage } from "./page.ts";
import { DESK_MOVES } from "./refund.ts";
import type { Charge, ChargeState, Effect, Refund } from "./rows.ts";
import { SANDBOX } from "./rules.ts";
import { DELIVERIES, deliver, deliverAfterAnswer, deliverDue, type WebhookDeps } from "./webhooks.ts";

export interface ChannelSandboxDeps
  extends EdgeDeps,
    Omit<ChannelDeps, "limits" | "clock">,
    Omit<WebhookDeps, "clock">,
    Omit<SignedDeps, "clock"> {}

const defineRoute = routeDefiner<ChannelSandboxDeps>();

const SILENT = "channel-silent";
const EFFECT_ROW = /^EFFECT#(charge|void|refund|outside)#[\x21-\x7e]{1,160}$/;

export const id = z
  .string()
  .check(z.regex(/^[A-Za-z0-9._:-]{1,128}$/, "must have 1 to 128 letters, digits and `.` `_` `:` `-`"));
/** The longest that a merchant may name, and what Tender appends to it. */
const URL_MAX_CHARS = 2048 + 256;
export const url = z.string().check(
  z.maxLength(URL_MAX_CHARS),
  z.refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ""), "must be an http(s) URL"),
);
const byPaymentId = z.strictObject({ paymentId: id });

export const channelRoutes = [
  defineRoute({
    key: "POST /_sandbox/channel/charges",
    body: z.strictObject({
      providerKey: key,
      paymentId: id,
      orderNo: z.string().check(z.minLength(1), z.maxLength(256)),
      amount: money,
      paymentMethod: z.optional(z.string().check(z.maxLength(256))),
      notifyUrl: url,
      returnUrl: z.optional(url),
    }),
    verify: signedFor("/charges"),
    async handle({ deps, body, raw }) {
      const { paymentId, ...asked } = body;
      const answer = await passingBy(deps, chargePayment(deps, paymentId, asked, deps.clock()));
      if (answer.kind === "state") return stateAnswer(deps, paymentId, answer.state, raw);
      return oddAnswer(answer.kind, raw, SILENT);
    },
  }),
  defineRoute({
    key: "POST /_sandbox/channel/charges/query",
    body: byPaymentId,
    verify: signedFor("/charges/query"),
    async handle({ deps, body: { paymentId }, raw }) {
      return stateAnswer(deps, paymentId, await passingBy(deps, queryCharge(deps, paymentId)), raw);
    },
  }),
  defineRoute({
    key: "POST /_sandbox/channel/charges/cancel",
    body: z.strictObject({ paymentId: id, compensationKey: key }),
    verify: signedFor("/charges/cancel"),
    async handle({ deps, body: { paymentId, compensationKey }, raw }) {
      const answer = await passingBy(deps, cancelCharge(deps, paymentId, compensationKey, deps.clock()));
      if (answer.kind === "not-found") return ok({ status: "not_found", paymentId });
      if (answer.kind !== "cancelled") return oddAnswer(answer.kind, raw, SILENT);
      if (answer.late) await deliverAfterAnswer(deps, { paymentId });
      return ok({ status: "cancelled", paymentId, amount: answer.amount });
    },
  }),
  defineRoute({
    key: "POST /_sandbox/channel/refunds",
    body: z.strictObject({ refundId: id, paymentId: id, amount: money }),
    verify: signedFor("/refunds"),
    async handle({ deps, body, raw }) {
      const answer = await passingBy(deps, refundPayment(deps, body, deps.clock()));
      return answer.kind === "refund" ? refundAnswer(answer.refund) : oddAnswer(answer.kind, raw, SILENT);
    },
  }),
  defineRoute({
    key: "POST /_sandbox/channel/refunds/query",
    body: z.strictObject({ refundId: id }),
    verify: signedFor("/refunds/query"),
    async handle({ deps, body: { refundId } }) {
      const refund = await passingBy(deps, deps.store.findRefund(refundId));
      return refund ? refundAnswer(refund) : ok({ status: "not_found", refundId });
    },
  }),
  defineRoute({
    key: "POST /_sandbox/channel/deliveries",
    body: byPaymentId,
    verify: signedFor(DELIVERIES),
    async handle({ deps, body: { paymentId } }) {
      return ok({ paymentId, delivered: await deliver(deps, endEventId(paymentId)) });
    },
  }),
  defineRoute({
    key: "GET /_sandbox/channel/pay/{id}",
    path: z.strictObject({ id }),
    async handle({ deps, path }) {
      const charge = await passingBy(deps, deps.store.findCharge(path.id));
      const state = pageStateOf(SANDBOX, charge, deps.clock());
      return charge?.asked && state ? paymentPage(charge.asked, path.id, state) : noSuchPage();
    },
  }),
  defineRoute({
    key: "POST /_sandbox/channel/pay/{id}",
    path: z.strictObject({ id }),
    body: z.strictObject({ outcome: z.enum(["paid", "declined"]) }),
    async handle({ deps, path, body, raw }): Promise<Answer | TextAnswer> {
      const answer = await passingBy(deps, clickOnPage(deps, path.id, body.outcome));
      if (answer.kind === "too-late") return oddAnswer(answer.kind, raw, SILENT);
      if (answer.state === undefined) throw new TerminalError("not-found", "There is no payment to make here.");
      if (answer.isFirst) await deliver(deps, endEventId(path.id));
      if (isForm(raw)) return backToPage(raw.path);
      if (answer.state === "closed")
        throw new TerminalError("charge-closed", "The merchant has cancelled this payment.");
      return ok({ paymentId: path.id, status: answer.state });
    },
  }),
  defineRoute({
    key: "POST /_sandbox/channel/pay/{id}/desk",
    path: z.strictObject({ id }),
    body: z.strictObject({ move: z.enum(DESK_MOVES), amount: z.optional(money.shape.amount) }),
    async handle({ deps, path, body, raw }): Promise<Answer | TextAnswer> {
      const answer = await passingBy(deps, actAtDesk(deps, path.id, body));
      if (answer.kind === "too-late") return oddAnswer(answer.kind, raw, SILENT);
      if (answer.eventId !== undefined) await deliver(deps, answer.eventId);
      if (isForm(raw)) return backToPage(raw.path.slice(0, raw.path.lastIndexOf("/")));
      if (answer.eventId === undefined)
        throw new TerminalError("charge-closed", "Nothing was captured here, or less than this is left.");
      return ok({ paymentId: path.id, move: body.move });
    },
  }),
  defineRoute({
    key: "POST /_sandbox/channel/statements",
    body: statementBody,
    verify: signedFor("/statements"),
    async handle({ deps, body }) {
      const list = deps.store.listEffects.bind(deps.store);
      const { rows, nextCursor } = await passingBy(deps, statementOf(body, deps.clock(), EFFECT_ROW, list));
      const paymentIds = [...new Set(rows.map(({ paymentId }) => paymentId))];
      const charges = await Promise.all(paymentIds.map((paymentId) => deps.store.findCharge(paymentId)));
      return ok({ items: charges.flatMap((charge) => entryOf(charge, rows)), nextCursor });
    },
  }),
  defineRoute({
    key: "GET /_sandbox/channel/effects",
    query: effectsQuery,
    async handle({ deps, query }) {
      const now = deps.clock();
      const after = positionOf(query.cursor, now, EFFECT_ROW);
      const { rows, next } = await passingBy(deps, deps.store.listEffects(now, query.limit, after));
      return ok({ items: rows.map(viewOf), nextCursor: cursorOf(next) });
    },
  }),
];

/** A button of the page. */
function isForm({ headers }: RawRequest): boolean {
  return headers["content-type"]?.toLowerCase().startsWith("application/x-www-form-urlencoded") ?? false;
}

/** Each call takes overdue webhooks along, beside its own work: nothing else wakes this service. */
export async function passingBy<T>(deps: ChannelSandboxDeps, work: Promise<T>): Promise<T> {
  const taken = deliverDue(deps).catch((error: unknown) => deps.log.error("webhooks stay due", error));
  const answer = await work;
  await taken;
  return answer;
}

function stateAnswer({ url }: ChannelSandboxDeps, paymentId: string, state: ChargeState, raw: RawRequest): Answer {
  const reference = referenceOf(paymentId);
  switch (state.status) {
    case "succeeded":
      return ok({ status: "succeeded", paymentId, amount: state.asked.amount, reference });
    case "requires_action": {
      const paymentUrl = `${url}/pay/${encodeURIComponent(paymentId)}`;
      return ok({ status: "requires_action", paymentId, amount: state.asked.amount, paymentUrl, reference });
    }
    case "declined":
      return ok({ status: "declined", paymentId, reason: state.reason });
    case "not_found":
      return ok({ status: "not_found", paymentId });
    case "doubtful":
      return oddAnswer("failed", raw, SILENT);
  }
}

function refundAnswer({ refundId, paymentId, amount, declined }: Refund): Answer {
  if (declined) return ok({ status: "declined", refundId, reason: declined });
  return ok({ status: "succeeded", refundId, paymentId, amount, reference: referenceOf(refundId) });
}

/** A charge as it stands, with the refunds of this page: each is on one. */
function entryOf(charge: Charge | undefined, rows: readonly Effect[]) {
  if (!charge?.asked) return [];
  const { paymentId, asked, voided = 0, refunded } = charge;
  const back = rows.filter((row) => row.paymentId === paymentId && (row.kind === "refund" || row.kind === "outside"));
  const refunds = back.map(({ providerKey: refundId, amount }) => ({ refundId, amount }));
  const { orderNo, amount } = asked;
  return [
    { paymentId, orderNo, amount, reference: referenceOf(paymentId), voided, refunded: voided + refunded, refunds },
  ];
}

function viewOf({ kind, paymentId, orderNo, amount, currency, providerKey, effectAt }: Effect) {
  return { kind, paymentId, orderNo, amount, currency, providerKey, at: new Date(effectAt).toISOString() };
}
