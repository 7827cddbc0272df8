import { parseArgs } from "node:util";
import { bundleFunctions, bundleTogether } from "../lib/bundle.ts";

// The CDK CLI runs this file (cdk.json). Bundles first: the stacks take them as they are. The CDK is loaded meanwhile.
const { values } = parseArgs({ options: { together: { type: "string" } } });
const [bundles, { makeApp }, { addChecks }, { SettingsError }] = await Promise.all([
  values.together === undefined ? bundleFunctions() : bundleTogether(values.together),
  import("../lib/app.ts"),
  import("../lib/checks.ts"),
  import("../lib/stages.ts"),
]);
// A local run shows how far it is.
process.send?.("bundled");
try {
  const { app } = makeApp({ bundles });
  await addChecks(app);
  app.synth();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
