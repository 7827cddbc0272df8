import { App } from "aws-cdk-lib";
import { SettingsError } from "../stages.ts";
import { PipelineStack } from "./pipeline-stack.ts";

const REPOSITORY = /^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9._-]{1,100}$/;

/** `-c repository=OWNER/NAME -c stages=a,b`. `known`: the names in stages.json. Throws a `SettingsError` that says what is wrong. */
export function makePipelineApp({ known, outdir }: { known: readonly string[]; outdir?: string }): App {
  const app = new App({ analyticsReporting: false, ...(outdir === undefined ? {} : { outdir }) });
  const repository = String(app.node.tryGetContext("repository") ?? "");
  if (!REPOSITORY.test(repository))
    throw new SettingsError("Context repository must be OWNER/NAME, as GitHub spells it.");
  const stages = String(app.node.tryGetContext("stages") ?? "").split(",");
  const unknown = stages.find((stage) => !known.includes(stage));
  if (unknown !== undefined)
    throw new SettingsError(`Context stages must be of ${known.join(", ")}, by comma; "${unknown}" is none.`);
  new PipelineStack(app, "TenderPipeline", { repository, stages });
  return app;
}
