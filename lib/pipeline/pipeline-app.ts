import { App } from "aws-cdk-lib";
import { pipelineSettings } from "./pipeline-settings.ts";
import { PipelineStack } from "./pipeline-stack.ts";

/** By the context (`pipeline-settings.ts`). `known`: the names in stages.json. Throws a `SettingsError` that says what is wrong. */
export function makePipelineApp({ known, outdir }: { known: readonly string[]; outdir?: string }): App {
  const app = new App({ analyticsReporting: false, ...(outdir === undefined ? {} : { outdir }) });
  const [repository, stages] = ["repository", "stages"].map((name) => app.node.tryGetContext(name) as unknown);
  new PipelineStack(app, "TenderPipeline", pipelineSettings({ repository, stages }, known));
  return app;
}
