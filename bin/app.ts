import { bundleFunctions } from "../lib/bundle.ts";

// The CDK CLI runs this file (cdk.json). Bundles first: the stacks take them as they are. The CDK is loaded meanwhile.
const [bundles, { makeApp }, { SettingsError }] = await Promise.all([
  bundleFunctions(),
  import("../lib/app.ts"),
  import("../lib/stages.ts"),
]);
// A local run shows how far it is.
process.send?.("bundled");
try {
  makeApp({ bundles }).app.synth();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
