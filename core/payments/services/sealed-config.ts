import { InvariantError } from "../../foundation/domain/errors.ts";
import type { CodeVault } from "../../foundation/services/code-vault.ts";
import type { AccountConfig } from "../domain/channel.ts";
import type { ChannelAccountRow } from "../domain/channel-account.ts";
import { channelAccountKey } from "../store/keys.ts";

type Place = Pick<ChannelAccountRow, "tenantId" | "channel" | "version">;

/** It opens in this row alone, and in no later version of it. */
export function placeOfConfig({ tenantId, channel, version }: Place): string {
  return JSON.stringify([channelAccountKey(tenantId, channel).pk, version]);
}

export function sealConfig(vault: CodeVault, place: Place, config: AccountConfig): Uint8Array {
  return vault.sealText(placeOfConfig(place), JSON.stringify(config));
}

/** Throws when it is not this row's. What comes out was right once: whoever uses it looks at it again. */
export function openConfig(vault: CodeVault, row: Place & Pick<ChannelAccountRow, "sealed">): unknown {
  if (row.sealed === undefined) throw new InvariantError("nothing is sealed in this row");
  return JSON.parse(vault.open(placeOfConfig(row), row.sealed));
}
