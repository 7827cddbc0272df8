import * as z from "zod";
import type { Restored } from "./restored-settings.ts";

export const VAULT_ARN = /^arn:aws[a-z-]*:backup:([a-z0-9-]+):(\d{12}):backup-vault:([A-Za-z0-9_-]{2,50})$/;

/** Of stages' own vaults, which have no name of CloudFormation's. */
export const VAULT_PREFIX = "tender-";

/** Less, and what went wrong before a weekend is gone when it is seen. */
const KEEP_MIN_DAYS = 7;
/** AWS Backup's own bound: a hundred years. */
const KEEP_MAX_DAYS = 36_500;

export const backup = z.strictObject({
  /** Of backups, of their copies and of exports. */
  keepDays: z.int().min(KEEP_MIN_DAYS).max(KEEP_MAX_DAYS),
  copyTo: z.string().regex(VAULT_ARN, "must be the ARN of a backup vault").optional(),
});

export type Backup = Readonly<z.infer<typeof backup>>;

interface Placed {
  money: "real" | "none";
  account?: string | undefined;
  region?: string | undefined;
  replica?: string | undefined;
  backup?: Backup | undefined;
  restored?: Restored | undefined;
}

/** What is wrong with where a stage's backups are copied to. */
export function copyFault({ backup: { copyTo } = { keepDays: 0 }, account, region }: Placed): string | undefined {
  if (copyTo === undefined) return undefined;
  if (account === undefined || region === undefined)
    return "needs account and region: a copy has to be somewhere else, and they say where that is";
  const [, inRegion, ofAccount, vault = ""] = VAULT_ARN.exec(copyTo) ?? [];
  if (ofAccount !== account) return undefined;
  if (inRegion === region)
    return "must be in another region or another account: beside the backup it is lost with it (after a takeover into its region: another vault, or none)";
  return vault.startsWith(VAULT_PREFIX)
    ? `must not be a vault whose name begins with ${VAULT_PREFIX}: a stage that is taken over into that region has its own of such a name`
    : undefined;
}

/** What is wrong with where a stage's rows are replicated to. */
export function replicaFault({ replica, region, restored }: Omit<Placed, "money">): string | undefined {
  if (replica === undefined) return undefined;
  if (restored?.beside)
    return "cannot be beside restored.beside: it would copy the stack's own empty tables and unused secrets (docs/operating.md)";
  if (region === undefined) return "needs region: it has to be another one";
  return replica === region ? "must be another region than the stage's own" : undefined;
}

/** Said whenever the stage is synthesised: a stage may be tried without, and nobody shall forget it. */
export function riskOf({ money, replica, backup, restored }: Placed): string | undefined {
  if (money !== "real" || backup?.copyTo !== undefined) return undefined;
  if (restored)
    return `Real money in ${restored.table}, which is in no stack, and no backup.copyTo in stages.json: nothing of it is outside of its region and account unless somebody has given it a replica.`;
  if (replica !== undefined) return undefined;
  return "Real money, and nothing of it outside of its region and account: neither `replica` nor `backup.copyTo` is in stages.json.";
}
