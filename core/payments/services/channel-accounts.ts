import type { ChannelAccountListView, ChannelAccountView } from "../../../contract/answers/access.ts";
import { RetryableError, TerminalError } from "../../foundation/domain/errors.ts";
import { decideAndCommit } from "../../foundation/services/decide-and-commit.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { audit } from "../../foundation/store/audit-store.ts";
import { tenantKey } from "../../foundation/store/keys.ts";
import type { Write } from "../../foundation/store/table.ts";
import { ACCOUNT_CHANNELS, type AccountChannel, type AccountConfig, accountIdOf } from "../domain/channel.ts";
import { type ChannelAccountRow, channelAccountView, last4Of } from "../domain/channel-account.ts";
import {
  readChannelAccounts,
  removeChannelAccount as remove,
  replaceChannelAccount as replace,
} from "../store/channel-account-store.ts";
import { channelAccountKey } from "../store/keys.ts";
import { sealConfig } from "./sealed-config.ts";

const BUSY = "the account is being changed right now";
const BUSY_RETRY_AFTER_MS = 1000;
/** Two changes at once are two operators: the one who comes third in a row may ask again. */
const TRIES_MAX = 3;

/** In place of the one before, of which nothing stays. Every function knows it within `limits.channelCacheMs`. */
export function putChannelAccount(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  tenantId: string,
  config: AccountConfig,
): Promise<Answer> {
  const { channel } = config;
  return decideAndCommit(deps, request, {
    resourceId: tenantId,
    busy: BUSY,
    decide: async (nowMs) => {
      assertMayTouch(caller, tenantId);
      const keys = [tenantKey(tenantId), channelAccountKey(tenantId, channel)];
      const [tenant, known] = await deps.tables.getMany("main", keys);
      if (!tenant) throw noMerchant();
      const seen = known as ChannelAccountRow | undefined;
      const place = { tenantId, channel, version: (seen?.version ?? 0) + 1 };
      const last4 = last4Of(config);
      const row: ChannelAccountRow = {
        ...place,
        sealed: sealConfig(deps.vault, place, config),
        ...(last4 === undefined ? {} : { last4 }),
        updatedAt: nowMs,
      };
      return {
        answer: { httpStatus: 200, body: channelAccountView(row) },
        writes: [replace(row, seen, accountIdOf(config)), story(deps, caller, row, { action: "channel set", nowMs })],
      };
    },
  });
}

/** What the merchant has brought over this API; not what stands in the platform's shared secret. */
export async function listChannelAccounts(
  deps: Deps,
  caller: Caller,
  tenantId: string,
): Promise<ChannelAccountListView> {
  assertMayTouch(caller, tenantId);
  const keys = ACCOUNT_CHANNELS.map((channel) => channelAccountKey(tenantId, channel));
  const [tenant, ...rows] = await deps.tables.getMany("main", [tenantKey(tenantId), ...keys]);
  if (!tenant) throw noMerchant();
  const known = rows.filter((row) => row !== undefined) as unknown as ChannelAccountRow[];
  return { items: known.map(channelAccountView) };
}

/** However often it is asked. The merchant has no such channel then, whatever stands in the shared secret. */
export async function removeChannelAccount(
  deps: Deps,
  caller: Caller,
  tenantId: string,
  channel: AccountChannel,
): Promise<ChannelAccountView> {
  assertMayTouch(caller, tenantId);
  const nowMs = deps.clock();
  for (let round = 0; round < TRIES_MAX; round++) {
    const [row] = await readChannelAccounts(deps.tables, [{ tenantId, channel }]);
    if (!row) throw new TerminalError("not-found", "this merchant has brought no account at this channel");
    if (row.removedAt !== undefined) return channelAccountView(row);
    const writes = [remove(row, nowMs), story(deps, caller, row, { action: "channel removed", nowMs })];
    const { committed } = await deps.tables.transact(writes);
    if (committed) return channelAccountView({ tenantId, channel, version: row.version + 1, updatedAt: nowMs });
  }
  throw new RetryableError("overloaded", BUSY, BUSY_RETRY_AFTER_MS);
}

/** Another merchant's is not there, like anything of another merchant's. */
function assertMayTouch(caller: Caller, tenantId: string): void {
  if (caller.kind === "tenant" && caller.tenantId !== tenantId) throw noMerchant();
}

function noMerchant(): TerminalError {
  return new TerminalError("not-found", "there is no merchant with this id");
}

function story(
  deps: Deps,
  by: Caller,
  { tenantId, channel, version, last4 }: ChannelAccountRow,
  { action, nowMs }: { action: string; nowMs: number },
): Write {
  return audit(channelAccountKey(tenantId, channel), {
    auditId: deps.random.ulid(nowMs),
    by: by.keyId,
    ...(by.kind === "tenant" ? { byMerchant: true } : {}),
    action,
    reason: action,
    at: nowMs,
    detail: { version, ...(last4 === undefined ? {} : { last4 }) },
  });
}
