import { readFileSync } from "node:fs";
import { addChecks } from "../lib/checks.ts";
import { makePipelineApp } from "../lib/pipeline/pipeline-app.ts";
import { SettingsError } from "../lib/stages.ts";

/** `npm run deploy:pipeline`: an app of its own, deployed once into each account by a person. */
const STAGES = new URL("../stages.json", import.meta.url);
try {
  const known = Object.keys(JSON.parse(readFileSync(STAGES, "utf8")) as object);
  const app = makePipelineApp({ known });
  await addChecks(app);
  app.synth();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
