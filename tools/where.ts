import { LocalError } from "../local/local-error.ts";
import type { Where } from "../local/template/registry.ts";

/** Of a tool that works on a deployment or on a local run. */
export const WHERE_OPTIONS = {
  stage: { value: "S", does: "the stage of stages.json that is deployed in the configured AWS account" },
  stack: { value: "NAME", does: "the deployed stack (default: TenderService)" },
  state: { value: "DIR", does: "the state folder of a local run, instead of a stack" },
} as const;

type Given = { [Name in keyof typeof WHERE_OPTIONS]?: string | undefined };

export function whereOf({ stage, stack, state }: Given): Where {
  if ([stage, stack, state].filter((given) => given !== undefined).length > 1)
    throw new LocalError("Give one of --stage, --stack and --state.");
  if (state !== undefined) return { state };
  return { stack: stack ?? (stage === undefined ? "TenderService" : `TenderService-${stage}`) };
}
