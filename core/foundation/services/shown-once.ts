import type { IdempotencyRecord } from "../store/idempotency-store.ts";
import type { CodeVault } from "./code-vault.ts";

type RecordKey = Pick<IdempotencyRecord, "ownerId" | "key" | "route">;

/**
 * Secrets that an answer shows and nothing keeps: an API key, a signing secret. The record of the request's key holds them
 * encrypted, bound to that record, so that they open in no other; its body has null in their places.
 */
export function storedBody(
  vault: CodeVault,
  of: RecordKey,
  body: unknown,
  shownOnce: readonly string[] = [],
): { body: string; sealed?: Uint8Array } {
  if (shownOnce.length === 0) return { body: JSON.stringify(body) };
  const fields = body as Record<string, unknown>;
  const secrets = Object.fromEntries(shownOnce.map((name) => [name, fields[name]]));
  const blanks = Object.fromEntries(shownOnce.map((name) => [name, null]));
  return {
    body: JSON.stringify({ ...fields, ...blanks }),
    sealed: vault.sealText(placeOfShownOnce(of), JSON.stringify(secrets)),
  };
}

/** For the replay alone. Every field stands where it stood: the answer is the first one, byte for byte. */
export function openedBody(vault: CodeVault, known: IdempotencyRecord): unknown {
  const body = JSON.parse(known.body ?? "null");
  if (known.sealed === undefined) return body;
  return { ...body, ...JSON.parse(vault.open(placeOfShownOnce(known), known.sealed)) };
}

export function placeOfShownOnce({ ownerId, key, route }: RecordKey): string {
  return JSON.stringify([ownerId, key, route]);
}
