import * as z from "zod";
import { TerminalError } from "../../../core/foundation/domain/errors.ts";
import { CHANNELS } from "../../../core/payments/domain/channel.ts";
import type { ChannelDeps } from "../../../core/payments/services/deps.ts";
import { receiveWebhook as receive } from "../../../core/payments/services/webhooks.ts";
import { type Call, routeDefiner, type TextAnswer } from "../define-route.ts";

/** No key of ours comes with it, so nothing is read under one. */
const defineRoute = routeDefiner<ChannelDeps>();

const path = z.strictObject({ channel: z.string().max(64) });
/** A vendor's own form: its verifier reads it. */
const query = z.record(z.string(), z.string());

type WebhookCall = Pick<
  Call<ChannelDeps, "POST /v1/webhooks/{channel}", undefined, typeof query, typeof path>,
  "deps" | "path" | "query" | "raw"
>;

async function handle({ deps, path, query, raw }: WebhookCall): Promise<TextAnswer> {
  const channel = CHANNELS.find((name) => name === path.channel);
  if (channel === undefined) throw new TerminalError("not-found", "There is no such channel.");
  const headers = Object.fromEntries(
    Object.entries(raw.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  const reply = await receive(deps, channel, { headers, query, body: raw.bytes });
  return { httpStatus: reply.httpStatus, headers: { "content-type": reply.contentType }, text: reply.body };
}

export const webhookRoutes = [
  defineRoute({ key: "POST /v1/webhooks/{channel}", path, query, handle }),
  defineRoute({ key: "GET /v1/webhooks/{channel}", path, query, handle }),
];
