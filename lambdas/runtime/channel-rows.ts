/** The merchants' own accounts at payment channels, as a process has read their rows. */

import { CONTRACT } from "../../core/foundation/domain/limits.ts";
import type { CodeVault } from "../../core/foundation/services/code-vault.ts";
import type { Deps } from "../../core/foundation/services/deps.ts";
import { Remembered } from "../../core/foundation/services/remembered.ts";
import type { AccountChannel } from "../../core/payments/domain/channel.ts";
import type { ChannelAccountRow } from "../../core/payments/domain/channel-account.ts";
import { openConfig } from "../../core/payments/services/sealed-config.ts";
import {
  type ListedAccount,
  listChannelAccounts,
  readChannelAccounts,
} from "../../core/payments/store/channel-account-store.ts";
import { markOfAccount } from "../../core/payments/store/keys.ts";
import { type ChannelEntry, readEntry } from "./channel-entry.ts";

/** Anybody may name merchants that have none: they must not push those out that have. */
const KEPT_MAX = 1000;
const GONE: ChannelEntry = { faults: [], canCall: false };
const UNREADABLE: ChannelEntry = { faults: ["what is sealed"], canCall: false };

interface RowDeps extends Pick<Deps, "tables" | "limits" | "clock"> {
  /** Asked for by the first row that there is: who needs none reads no secret. */
  vault: () => Promise<CodeVault>;
}

export class ChannelRows {
  readonly #deps: RowDeps;
  readonly #known = new Remembered<ChannelEntry>(KEPT_MAX);
  readonly #unknown = new Remembered<undefined>(KEPT_MAX);
  readonly #lists = new Remembered<readonly ListedAccount[]>(KEPT_MAX);

  constructor(deps: RowDeps) {
    this.#deps = deps;
  }

  /** `undefined`: the merchant has brought none. One that was taken away, or cannot be read, is an entry without `config`. */
  async find(tenantId: string, channel: AccountChannel): Promise<ChannelEntry | undefined> {
    return (await this.findMany([tenantId], channel)).get(tenantId);
  }

  /** Those that there are. What is not known, or no longer, is read in one request per hundred. */
  async findMany(tenantIds: readonly string[], channel: AccountChannel): Promise<Map<string, ChannelEntry>> {
    const { tables, limits, clock } = this.#deps;
    const nowMs = clock();
    const found = new Map<string, ChannelEntry>();
    const toRead = tenantIds.filter((tenantId) => {
      const name = `${tenantId}#${channel}`;
      const known = this.#known.fresh(name, nowMs, limits.channelCacheMs);
      if (known) found.set(tenantId, known.value);
      return !known && !this.#unknown.fresh(name, nowMs, limits.channelCacheMs);
    });
    if (toRead.length === 0) return found;
    const rows = await readChannelAccounts(
      tables,
      toRead.map((tenantId) => ({ tenantId, channel })),
    );
    const vault = rows.some(isInUse) ? await this.#deps.vault() : undefined;
    for (const [index, tenantId] of toRead.entries()) {
      const name = `${tenantId}#${channel}`;
      const row = rows[index];
      if (!row) {
        this.#known.forget(name);
        this.#unknown.keep(name, undefined, nowMs);
        continue;
      }
      const entry = vault && isInUse(row) ? opened(vault, row) : GONE;
      this.#unknown.forget(name);
      this.#known.keep(name, entry, nowMs);
      found.set(tenantId, entry);
    }
    return found;
  }

  /** Who has brought one: those whom the vendor calls `accountId`, and the others. Read once in `limits.channelCacheMs`, whoever asks. */
  async tenants(
    channel: AccountChannel,
    accountId: string | undefined,
  ): Promise<{ named: string[]; others: string[] }> {
    const { tables, limits, clock } = this.#deps;
    const nowMs = clock();
    const known = this.#lists.fresh(channel, nowMs, limits.channelCacheMs);
    const listed = known?.value ?? (await listChannelAccounts(tables, channel, CONTRACT.channelListMax));
    if (!known) this.#lists.keep(channel, listed, nowMs);
    const mark = accountId === undefined ? undefined : markOfAccount(accountId);
    const some = (isNamed: boolean) =>
      listed.filter((account) => (account.mark === mark) === isNamed).slice(0, CONTRACT.webhookAccountsMax);
    const tenantId = (account: ListedAccount) => account.tenantId;
    return { named: some(true).map(tenantId), others: some(false).map(tenantId) };
  }
}

function isInUse(row: ChannelAccountRow | undefined): boolean {
  return row !== undefined && row.removedAt === undefined;
}

/** The shape was right when it was sealed; it may be another release that reads it. */
function opened(vault: CodeVault, row: ChannelAccountRow): ChannelEntry {
  try {
    return { ...readEntry(row.channel, openConfig(vault, row)), version: row.version };
  } catch {
    // Why may quote what is in it.
    return UNREADABLE;
  }
}
