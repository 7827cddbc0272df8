/** Secrets, and what is made of them. Apart from `runtime.ts`, so that functions without secrets load no client for them. */

import { SecretsProvider } from "@aws-lambda-powertools/parameters/secrets";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { CodeVault } from "../../core/foundation/services/code-vault.ts";
import type { VaultDeps } from "../../core/foundation/services/deps.ts";
import { environment, once, randomBytes, requestHandler } from "./runtime.ts";
import { baseDeps, TABLE_VARIABLES } from "./tables.ts";

/** Longer than an execution environment lives: a secret is read once in each. A new secret comes with a deployment. */
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

/** With what the secrets of these ARNs are good for. */
export async function openVault(arns: { pepper?: string; cipher?: string }): Promise<CodeVault> {
  const read = (arn: string | undefined) => (arn === undefined ? undefined : readSecret(arn));
  const [pepper, cipherSecret] = await Promise.all([read(arns.pepper), read(arns.cipher)]);
  return new CodeVault({ pepper, cipherSecret, randomBytes });
}

/** For HTTP functions that write. `cipher`: also for those that accept codes. */
export function httpDeps({ cipher = false } = {}): () => Promise<VaultDeps> {
  const env = environment(...TABLE_VARIABLES, "TRANSIENT_TABLE", "CODE_PEPPER_SECRET", ...(cipher ? CIPHER : []));
  const base = baseDeps(env);
  const arns = { pepper: env.CODE_PEPPER_SECRET, ...(cipher ? { cipher: env.CODE_CIPHER_SECRET } : {}) };
  return once(async () => ({ ...base, vault: await openVault(arns) }));
}

const CIPHER = ["CODE_CIPHER_SECRET"] as const;
