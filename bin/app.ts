import { makeApp } from "../lib/app.ts";
import { bundleFunctions } from "../lib/bundle.ts";

// The CDK CLI runs this file (cdk.json). Bundles first: the stacks take them as they are.
const bundles = await bundleFunctions();
makeApp({ bundles }).app.synth();
