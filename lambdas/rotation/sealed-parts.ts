import type { EndpointSecret } from "../../core/events/domain/webhook-endpoint.ts";
import { InvariantError } from "../../core/foundation/domain/errors.ts";
import type { CodeVault } from "../../core/foundation/services/code-vault.ts";
import { placeOfShownOnce } from "../../core/foundation/services/shown-once.ts";
import type { Item } from "../../core/foundation/store/table.ts";
import { placeOfConfig } from "../../core/payments/services/sealed-config.ts";

/** What a kind of row has sealed: in which attribute, and the place that it is bound to. A list has it in each of its entries. */
interface SealedPart {
  attribute: string;
  // biome-ignore lint/suspicious/noExplicitAny: a row as it was read; its capability knows its shape
  placeOf: (row: any) => string;
  isList?: true;
}

/** By the entity that a key names first. Whoever seals something in another place adds it here: a test looks for what was left out. */
const SEALED_PARTS: Record<string, SealedPart> = {
  RDM: { attribute: "codeCipher", placeOf: ({ redemptionId }) => redemptionId },
  CAMPAIGN: { attribute: "keyCipher", placeOf: ({ campaignId }) => campaignId },
  DEST: { attribute: "sealed", placeOf: ({ destinationId }) => destinationId },
  NTF: { attribute: "sealed", placeOf: ({ notificationId }) => notificationId },
  CHANNEL: { attribute: "sealed", placeOf: placeOfConfig },
  ENDPOINT: { attribute: "secrets", placeOf: ({ webhookEndpointId }) => webhookEndpointId, isList: true },
  IDEM: { attribute: "sealed", placeOf: placeOfShownOnce },
};

export const SEALED_ATTRIBUTES = [...new Set(Object.values(SEALED_PARTS).map(({ attribute }) => attribute))];

export interface Resealed {
  attribute: string;
  seen: unknown;
  next: unknown;
}

/** The row's sealed part under the key that seals now; `undefined`: it is so already, or the row has none any more. */
export function resealedPart(vault: CodeVault, row: Item): Resealed | undefined {
  const entity = String(row.pk).split("#")[0] ?? "";
  const part = SEALED_PARTS[entity];
  if (!part) throw new InvariantError(`nobody knows to what place the sealed part of a row ${entity}# is bound`);
  const { attribute, placeOf, isList } = part;
  const seen = row[attribute];
  if (seen === undefined) return undefined;
  const again = (sealed: Uint8Array) => vault.resealed(placeOf(row), sealed);
  const next = isList ? resealedList(seen as EndpointSecret[], again) : again(seen as Uint8Array);
  return next && { attribute, seen, next };
}

function resealedList(
  seen: readonly EndpointSecret[],
  again: (sealed: Uint8Array) => Uint8Array | undefined,
): EndpointSecret[] | undefined {
  const next = seen.map((entry) => ({ ...entry, cipher: again(entry.cipher) ?? entry.cipher }));
  return next.some(({ cipher }, index) => cipher !== seen[index]?.cipher) ? next : undefined;
}
