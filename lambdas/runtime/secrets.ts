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
const ATTEMPTS_MAX = 4;

/** By how often they try. */
const providers = new Map<number, SecretsProvider>();

/** `arn`: of a secret string. `maxAgeSeconds`: after so long it is read again, for what changes without a deployment. */
export async function readSecret(
  arn: string,
  maxAgeSeconds: number = MAX_AGE_SECONDS,
  maxAttempts: number = ATTEMPTS_MAX,
): Promise<string> {
  const provider = providers.get(maxAttempts) ?? providerOf(maxAttempts);
  providers.set(maxAttempts, provider);
  const value = await provider.get(arn, { maxAge: maxAgeSeconds });
  if (typeof value !== "string" || value === "") throw new Error("a secret has no string value");
  return value;
}

const providerOf = (maxAttempts: number) =>
  new SecretsProvider({
    awsSdkV3Client: new SecretsManagerClient({ maxAttempts, requestHandler: requestHandler(REQUEST_TIMEOUT_MS) }),
  });

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
  const read = async (arn: string | undefined, attemptsMax: number) =>
    arn === undefined ? undefined : readSecret(arn, 0, attemptsMax);
  return async () => {
    const nowMs = clock();
    const usable = known && nowMs - known.readAt < limits.secretKeptMs ? known : undefined;
    if (usable && nowMs < nextReadAt) return usable.vault;
    // Before the attempt, and with one alone: whoever waits for Secrets Manager could be answered without it.
    nextReadAt = nowMs + limits.secretCacheMs;
    const attemptsMax = usable ? 1 : ATTEMPTS_MAX;
    try {
      const [pepper, cipherSecret] = await Promise.all([
        read(arns.pepper, attemptsMax),
        read(arns.cipher, attemptsMax),
      ]);
      known = { vault: new CodeVault({ pepper, cipherSecret, randomBytes }), readAt: nowMs };
      return known.vault;
    } catch (error) {
      if (!usable) throw error;
      log.error("the secrets cannot be read again", error);
      return usable.vault;
    }
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
