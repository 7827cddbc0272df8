import { InvariantError } from "../../foundation/domain/errors.ts";
import type { CodeVault } from "../../foundation/services/code-vault.ts";
import type { PayoutDestination } from "../domain/payout-destination.ts";

/** Where a payout goes, as the merchant wrote it. Never in an answer, a log line or a message. */
export interface Account {
  account: string;
  holder?: string | undefined;
}

/** Bound to its destination. In letters that stay what they are: a vault tidies what it seals, and a name is to stay as it was written. */
export function sealAccount(vault: CodeVault, destinationId: string, { account, holder }: Account): Uint8Array {
  return vault.seal(destinationId, Buffer.from(JSON.stringify({ account, holder })).toString("base64url"));
}

export function openAccount(
  vault: CodeVault,
  { destinationId, sealed }: Pick<PayoutDestination, "destinationId" | "sealed">,
): Account {
  if (!sealed) throw new InvariantError("a payout is to go to a destination whose holder was forgotten");
  return JSON.parse(Buffer.from(vault.open(destinationId, sealed), "base64url").toString()) as Account;
}
