import { join } from "node:path";
import { bundleFunctions } from "../../lib/bundle.ts";
import { FUNCTIONS, type FunctionName } from "../../lib/functions.ts";
import { LocalError } from "../../local/local-error.ts";
import { displayName } from "../../local/servers/addresses.ts";
import { readStateMachine, type StateMachine } from "../../local/step-functions/state-machine.ts";
import { Resolver } from "../../local/template/intrinsics.ts";
import { synthesise } from "../../local/template/synthesise.ts";

const NOWHERE = "http://127.0.0.1:9";
const ENDPOINTS = { api: NOWHERE, dynamodb: NOWHERE, sqs: NOWHERE, secretsManager: NOWHERE, stepFunctions: NOWHERE };

export interface DeployedFunction {
  name: FunctionName;
  /** The module that Lambda loads. */
  file: string;
  env: Record<string, string>;
}

/** What the CDK app deploys: the payment saga's machine and every function. Takes half a minute. */
export async function synthesised(folder: string): Promise<{ machine: StateMachine; functions: DeployedFunction[] }> {
  const { stacks } = await synthesise(join(folder, "cdk.out"), "production");
  // What a local run loads is divided into other files.
  const bundles = await bundleFunctions();
  const resolver = new Resolver(stacks, ENDPOINTS);
  const of = (wanted: string) =>
    stacks
      .flatMap(({ resources }) => resources.filter(({ type }) => type === wanted))
      .map((one) => resolver.resolved(one));
  const [machine] = of("AWS::StepFunctions::StateMachine");
  if (!machine) throw new LocalError("The app has no state machine.");
  const functions = of("AWS::Lambda::Function").map((resource): DeployedFunction => {
    const { Environment } = resource.properties as { Environment: { Variables: Record<string, string> } };
    const name = displayName(resource) as FunctionName;
    if (!(name in FUNCTIONS)) throw new LocalError(`${name} is no function of lib/functions.ts.`);
    return { name, file: join(bundles, name, "index.mjs"), env: Environment.Variables };
  });
  return { machine: readStateMachine(machine), functions };
}
