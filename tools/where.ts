import { LocalError } from "../local/local-error.ts";
import type { Where } from "../local/template/registry.ts";
import { StageFile } from "./restore/stage-file.ts";

const STAGES = new URL("../stages.json", import.meta.url).pathname;

/** Of a tool that works on a deployment or on a local run. */
export const WHERE_OPTIONS = {
  stage: {
    value: "S",
    does: "the stage of stages.json that is deployed in the configured AWS account, in its region if it has one",
  },
  stack: { value: "NAME", does: "the deployed stack (default: TenderService)" },
  state: { value: "DIR", does: "the state folder of a local run, instead of a stack" },
} as const;

type Given = { [Name in keyof typeof WHERE_OPTIONS]?: string | undefined };

/** A stage is looked for where stages.json says, whatever region the terminal is set to: there may be an old one of the same name. */
export function whereOf({ stage, stack, state }: Given, stages = STAGES): Where {
  if ([stage, stack, state].filter((given) => given !== undefined).length > 1)
    throw new LocalError("Give one of --stage, --stack and --state.");
  if (state !== undefined) return { state };
  if (stage === undefined) return { stack: stack ?? "TenderService" };
  const { region } = new StageFile(stages).read(stage);
  return { stack: `TenderService-${stage}`, ...(region === undefined ? {} : { region }) };
}
