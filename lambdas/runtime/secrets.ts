/** Secrets, and what is made of them. Apart from `runtime.ts`, so that functions without secrets load no client for them. */

import { SecretsProvider } from "@aws-lambda-powertools/parameters/secrets";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { CodeVault } from "../../core/foundation/services/code-vault.ts";
import type { Deps, VaultDeps } from "../../core/foundation/services/deps.ts";
import { environment, randomBytes, requestHandler } from "./runtime.ts";
import { baseDeps, TABLE_VARIABLES } from "./tables.ts";

/** Longer than an execution environment lives: such a secret is read once in each. A new one comes with a deployment. */
const MAX_AGE_SECONDS = 24 * 60 * 60;
const REQUEST_TIMEOUT_MS = 3000;

let provider: SecretsProvider | undefined;

/** `arn`: of a secret string. `maxAgeSeconds`: after so long it is read again, for what changes without a deployment. */
export async function readSecret(arn: string, maxAgeSeconds: number = MAX_AGE_SECONDS): Promise<string> {
  provider ??= new SecretsProvider({
    awsSdkV3Client: new SecretsManagerClient({ maxAttempts: 4, requestHandler: requestHandler(REQUEST_TIMEOUT_MS) }),
  });
  const value = await provider.get(arn, { maxAge: maxAgeSeconds });
  if (typeof value !== "string" || value === "") throw new Error("a secret has no string value");
  return value;
}

/** By their ARNs. */
export interface VaultSecrets {
  pepper?: string;
  cipher?: string;
}

/**
 * A vault of the secrets as they are now, or were `limits.secretCacheMs` ago: ask for it with each invocation. When they cannot be
 * read, or not be understood, those of before count on for `limits.secretKeptMs` and no longer: a rotation relies on it.
 */
export function vaultOf(
  arns: VaultSecrets,
  { clock, limits, log }: Pick<Deps, "clock" | "limits" | "log">,
): () => Promise<CodeVault> {
  let known: { vault: CodeVault; readAt: number } | undefined;
  let nextReadAt = 0;
  const read = async (arn: string | undefined) => (arn === undefined ? undefined : readSecret(arn, 0));
  return async () => {
    const nowMs = clock();
    if (known && nowMs < nextReadAt) return known.vault;
    try {
      const [pepper, cipherSecret] = await Promise.all([read(arns.pepper), read(arns.cipher)]);
      known = { vault: new CodeVault({ pepper, cipherSecret, randomBytes }), readAt: nowMs };
    } catch (error) {
      if (!known || nowMs - known.readAt >= limits.secretKeptMs) throw error;
      log.error("the secrets cannot be read again", error);
    }
    nextReadAt = nowMs + limits.secretCacheMs;
    return known.vault;
  };
}

/** For HTTP functions that write. `cipher`: also for those that seal something. */
export function httpDeps({ cipher = false } = {}): () => Promise<VaultDeps> {
  const env = environment(...TABLE_VARIABLES, "TRANSIENT_TABLE", "CODE_PEPPER_SECRET", ...(cipher ? CIPHER : []));
  const base = baseDeps(env);
  const arns = { pepper: env.CODE_PEPPER_SECRET, ...(cipher ? { cipher: env.CODE_CIPHER_SECRET } : {}) };
  const vault = vaultOf(arns, base);
  return async () => ({ ...base, vault: await vault() });
}

const CIPHER = ["CODE_CIPHER_SECRET"] as const;
