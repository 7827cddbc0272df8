import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import type { CodeVault } from "../../foundation/services/code-vault.ts";
import type { Campaign } from "../domain/campaign.ts";

/** What a campaign's codes are derived from. In memory only, and made ready once: from bytes, each code would do so again. */
export function campaignSecret(vault: CodeVault, { campaignId, keyCipher }: Campaign): KeyObject {
  return createSecretKey(vault.open(campaignId, keyCipher), "base64url");
}

/** Of one of its codes: all are hashed by the pepper that was in use when the campaign was made. */
export function derivedCodeId(vault: CodeVault, { tenantId, pepper = 1 }: Campaign, normal: string): string {
  return vault.codeId(tenantId, normal, pepper);
}

/** By the pepper that hashes what is new, and by each other that there is. */
export function idsOfCode(vault: CodeVault, tenantId: string, normal: string): { codeId: string; otherIds: string[] } {
  const { rival, settled } = vault.otherPeppers();
  const others = [...(rival === undefined ? [] : [rival]), ...settled];
  const otherIds = others.map((pepper) => vault.codeId(tenantId, normal, pepper));
  return { codeId: vault.codeId(tenantId, normal), otherIds };
}

/** Of the code with this number: the same each time, so that no code has to be stored. */
export function codeHash(secret: KeyObject, n: number): Uint8Array {
  return createHmac("sha256", secret).update(String(n)).digest();
}
