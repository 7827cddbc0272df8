import { App } from "aws-cdk-lib";
import { pipelineSettings } from "./pipeline-settings.ts";
import { PipelineStack } from "./pipeline-stack.ts";

/** By the context (`pipeline-settings.ts`). `known`: the names in stages.json. Throws a `SettingsError` that says what is wrong. */
export function makePipelineApp({ known, outdir }: { known: readonly string[]; outdir?: string }): App {
  const app = new App({ analyticsReporting: false, ...(outdir === undefined ? {} : { outdir }) });
  const of = (name: string) => app.node.tryGetContext(name) as unknown;
  const given = { repository: of("repository"), stages: of("stages"), provider: of("provider") };
  new PipelineStack(app, "TenderPipeline", pipelineSettings(given, known));
  return app;
}
