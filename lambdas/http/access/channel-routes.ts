import * as z from "zod/mini";
import { merchantId } from "../../../contract/fields/shared.ts";
import type { MerchantDeps } from "../../../core/access/services/deps.ts";
import { ACCOUNT_CHANNELS, type AccountConfig } from "../../../core/payments/domain/channel.ts";
import {
  listChannelAccounts,
  putChannelAccount,
  removeChannelAccount,
} from "../../../core/payments/services/channel-accounts.ts";
import { ok, routeDefiner } from "../define-route.ts";
import { ACCOUNT_BODIES, accountBody } from "./channel-schemas.ts";

const defineRoute = routeDefiner<MerchantDeps>();
const ofMerchant = z.strictObject({ id: merchantId });
/** Not the sandbox: where that is deployed, every merchant has it. */
const ofChannel = z.extend(ofMerchant, { channel: z.enum(ACCOUNT_CHANNELS) });

/** Merchants' own accounts at payment channels. */
export const channelAccountRoutes = [
  defineRoute({
    key: "GET /v1/merchants/{id}/channels",
    path: ofMerchant,
    handle: async ({ deps, caller, path }) => ok(await listChannelAccounts(deps, caller, path.id)),
  }),
  defineRoute({
    key: "PUT /v1/merchants/{id}/channels/{channel}",
    path: ofChannel,
    body: accountBody,
    bodyBy: ({ channel }) => ACCOUNT_BODIES[channel],
    handle: ({ deps, request, caller, path, body }) =>
      putChannelAccount(deps, request, caller, path.id, { ...body, channel: path.channel } as AccountConfig),
  }),
  defineRoute({
    key: "DELETE /v1/merchants/{id}/channels/{channel}",
    path: ofChannel,
    handle: async ({ deps, caller, path }) => ok(await removeChannelAccount(deps, caller, path.id, path.channel)),
  }),
];
