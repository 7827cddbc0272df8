import { SettingsError } from "../stages.ts";

const REPOSITORY = /^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9._-]{1,100}$/;

export interface PipelineSettings {
  /** OWNER/NAME, as GitHub spells it. */
  repository: string;
  /** Stages that this account has; the repository has an environment of the same name for each. */
  stages: readonly string[];
  /** ARN of the account's OIDC provider of GitHub, of which there can be one only. @default one is made */
  provider?: string;
}

const PROVIDER = /^arn:aws[a-z-]*:iam::\d{12}:oidc-provider\/token\.actions\.githubusercontent\.com$/;

/** `-c repository=OWNER/NAME -c stages=a,b`, and `-c provider=ARN` where the account knows GitHub already. `known`: the names in stages.json. Throws a `SettingsError` that says what is wrong. */
export function pipelineSettings(
  given: { repository?: unknown; stages?: unknown; provider?: unknown },
  known: readonly string[],
): PipelineSettings {
  const repository = String(given.repository ?? "");
  if (!REPOSITORY.test(repository))
    throw new SettingsError("Context repository must be OWNER/NAME, as GitHub spells it.");
  const stages = String(given.stages ?? "").split(",");
  const unknown = stages.find((stage) => !known.includes(stage));
  if (unknown !== undefined)
    throw new SettingsError(`Context stages must be of ${known.join(", ")}, by comma; "${unknown}" is none.`);
  if (given.provider === undefined) return { repository, stages };
  const provider = String(given.provider);
  if (!PROVIDER.test(provider))
    throw new SettingsError("Context provider must be the ARN of the account's OIDC provider of GitHub.");
  return { repository, stages, provider };
}
