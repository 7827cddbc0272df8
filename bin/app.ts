import { bundleFunctions } from "../lib/bundle.ts";

// The CDK CLI runs this file (cdk.json). Bundles first: the stacks take them as they are. The CDK is loaded meanwhile.
const [bundles, { makeApp }] = await Promise.all([bundleFunctions(), import("../lib/app.ts")]);
// A local run shows how far it is.
process.send?.("bundled");
makeApp({ bundles }).app.synth();
