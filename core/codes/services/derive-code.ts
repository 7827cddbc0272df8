import { createHmac } from "node:crypto";
import type { CodeVault } from "../../foundation/services/code-vault.ts";
import type { Campaign } from "../domain/campaign.ts";

/** What a campaign's codes are derived from. In memory only. */
export function campaignSecret(vault: CodeVault, { campaignId, keyCipher }: Campaign): Buffer {
  return Buffer.from(vault.open(campaignId, keyCipher), "base64url");
}

/** Of the code with this number: the same each time, so that no code has to be stored. */
export function codeHash(secret: Buffer, n: number): Uint8Array {
  return createHmac("sha256", secret).update(String(n)).digest();
}
