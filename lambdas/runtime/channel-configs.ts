import * as z from "zod/mini";
import { TENANT_ID } from "../../core/foundation/domain/ids.ts";
import { CHANNELS, type ChannelName } from "../../core/payments/domain/channel.ts";
import type { ChannelAccount } from "../../core/payments/services/deps.ts";
import { type ChannelEntry, own, readEntry } from "./channel-entry.ts";

const BOOK = z.record(z.string(), z.unknown());

export interface ConfigFault {
  tenantId: string;
  channel: string;
  faults: readonly string[];
}

/** Whose accounts at which vendors. Each entry stands for itself: another's mistake stops nobody. */
export class ConfigBook {
  readonly #tenants: Record<string, unknown>;
  readonly #all = new Map<ChannelName, readonly ChannelAccount[]>();

  /** `json`: `{"<tenantId>": {"<channel>": {...}}}`. Throws without a word of it: it holds secrets. */
  constructor(json: string) {
    this.#tenants = parse(json);
  }

  /** `undefined`: there is none. */
  find(tenantId: string, channel: ChannelName): ChannelEntry | undefined {
    const tenant = own(this.#tenants, tenantId);
    if (tenant === undefined) return undefined;
    const entry = own(tenant, channel);
    return entry === undefined ? undefined : readEntry(channel, entry);
  }

  /** Those that can verify, in the order of the secret. A name that is no tenant's is nobody's, and no id names it. */
  all(channel: ChannelName): readonly ChannelAccount[] {
    const known = this.#all.get(channel);
    if (known) return known;
    const tenantIds = Object.keys(this.#tenants).filter((name) => TENANT_ID.test(name));
    const accounts = tenantIds.flatMap((tenantId) => {
      const config = this.find(tenantId, channel)?.config;
      return config === undefined ? [] : [{ tenantId, config }];
    });
    this.#all.set(channel, accounts);
    return accounts;
  }

  /** Everything that somebody has to mend, also of merchants whom nobody pays today. */
  faults(): ConfigFault[] {
    return Object.entries(this.#tenants).flatMap(([tenantId, tenant]): ConfigFault[] => {
      // `_generated` is what the deployment has put there.
      if (tenantId.startsWith("_")) return [];
      // A name that is none may be a secret in the wrong place.
      if (!TENANT_ID.test(tenantId)) return [{ tenantId: "?", channel: "?", faults: ["tenant id"] }];
      if (typeof tenant !== "object" || tenant === null) return [{ tenantId, channel: "?", faults: ["entry"] }];
      return Object.keys(tenant).flatMap((name): ConfigFault[] => {
        const channel = CHANNELS.find((known) => known === name);
        if (channel === undefined) return [{ tenantId, channel: "?", faults: ["channel"] }];
        const { faults = [] } = this.find(tenantId, channel) ?? {};
        return faults.length === 0 ? [] : [{ tenantId, channel, faults }];
      });
    });
  }
}

function parse(json: string): Record<string, unknown> {
  try {
    return BOOK.parse(JSON.parse(json));
  } catch {
    throw new Error("the secret with the channels' configurations is not a JSON object");
  }
}
