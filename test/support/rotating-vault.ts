import { randomBytes } from "node:crypto";
import { CodeVault } from "../../core/foundation/services/code-vault.ts";

const PEPPERS = { 1: "1".repeat(64), 2: "2".repeat(64) };

/** Of a function that has read the secret before the second pepper was used (`active` 1), or after. */
export function rotatingVault(active: 1 | 2): CodeVault {
  const pepper = JSON.stringify({ active, versions: PEPPERS });
  return new CodeVault({ pepper, cipherSecret: "c".repeat(64), randomBytes });
}
