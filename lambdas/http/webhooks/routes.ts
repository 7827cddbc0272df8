import * as z from "zod/mini";
import { TerminalError } from "../../../core/foundation/domain/errors.ts";
import { TENANT_ID } from "../../../core/foundation/domain/ids.ts";
import { CHANNELS, type RawWebhook } from "../../../core/payments/domain/channel.ts";
import type { ChannelDeps } from "../../../core/payments/services/deps.ts";
import { receiveWebhook as receive, type WebhookReply } from "../../../core/payments/services/webhooks.ts";
import { payoutProviderOf } from "../../../core/withdrawals/domain/payout-provider.ts";
import type { PayoutWebhookDeps } from "../../../core/withdrawals/services/deps.ts";
import { receivePayoutWebhook } from "../../../core/withdrawals/services/payout-webhooks.ts";
import { type Call, routeDefiner, type TextAnswer } from "../define-route.ts";

/** No key of ours comes with it, so nothing is read under one. */
const defineRoute = routeDefiner<ChannelDeps & PayoutWebhookDeps>();

const path = z.strictObject({ channel: z.string().check(z.maxLength(64)) });
/** A vendor's own form: its verifier reads it. */
const query = z.record(z.string(), z.string());

type WebhookCall = Pick<
  Call<ChannelDeps & PayoutWebhookDeps, "POST /v1/webhooks/{channel}", undefined, typeof query, typeof path>,
  "deps" | "path" | "query" | "raw"
>;

async function handle({ deps, path, query, raw }: WebhookCall): Promise<TextAnswer> {
  const headers = Object.fromEntries(
    Object.entries(raw.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  // No vendor's form has it: it is of the address that was given to the vendor.
  const { merchant = "", ...form } = query;
  const hintedTenantId = TENANT_ID.test(merchant) ? merchant : undefined;
  const reply = await receiveFrom(deps, path.channel, { headers, query: form, body: raw.bytes }, hintedTenantId);
  return { httpStatus: reply.httpStatus, headers: { "content-type": reply.contentType }, text: reply.body };
}

function receiveFrom(
  deps: WebhookCall["deps"],
  name: string,
  raw: RawWebhook,
  hintedTenantId: string | undefined,
): Promise<WebhookReply> {
  const channel = CHANNELS.find((known) => known === name);
  if (channel !== undefined) return receive(deps, channel, raw, hintedTenantId);
  const provider = payoutProviderOf(name);
  if (provider === undefined) throw new TerminalError("not-found", "There is no such channel.");
  return receivePayoutWebhook(deps, provider, raw);
}

export const webhookRoutes = [
  defineRoute({ key: "POST /v1/webhooks/{channel}", path, query, handle }),
  defineRoute({ key: "GET /v1/webhooks/{channel}", path, query, handle }),
];
