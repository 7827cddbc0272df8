import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import type { CodeVault } from "../../foundation/services/code-vault.ts";
import type { Campaign } from "../domain/campaign.ts";

/** What a campaign's codes are derived from. In memory only, and made ready once: from bytes, each code would do so again. */
export function campaignSecret(vault: CodeVault, { campaignId, keyCipher }: Campaign): KeyObject {
  return createSecretKey(vault.open(campaignId, keyCipher), "base64url");
}

/** Of the code with this number: the same each time, so that no code has to be stored. */
export function codeHash(secret: KeyObject, n: number): Uint8Array {
  return createHmac("sha256", secret).update(String(n)).digest();
}
