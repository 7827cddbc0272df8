import { CfnOutput, Duration, NestedStack, RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import { Stats } from "aws-cdk-lib/aws-cloudwatch";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import { type Alarms, EVERY_MINUTE } from "./constructs/alarms.ts";
import { tenderMetric } from "./constructs/dashboard.ts";
import { ServiceFunction, type ServiceFunctionProps } from "./constructs/service-function.ts";
import type { Stage } from "./stages.ts";

export const PROBE_PERIOD = Duration.minutes(1);

export interface ProbeProps
  extends Pick<ServiceFunctionProps, "limits" | "restored" | "reach" | "bundles" | "logRetention"> {
  money: Stage["money"];
  /** The public address. */
  apiUrl: string;
}

/** The probe with its key, of a stage that asks for it. A stack of its own: each of its parts is one of the service's 500 resources. */
export class ProbeStack extends NestedStack {
  readonly function: IFunction;

  constructor(scope: Construct, id: string, { money, apiUrl, ...props }: ProbeProps) {
    super(scope, id, { description: "Tender: what tries the API as a merchant" });
    const { function: each } = new ServiceFunction(this, "Probe", { name: "probe", ...props });
    // A run that died is not made up for: the next minute has its own.
    each.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: PROBE_PERIOD });
    const key = new Secret(this, "Key", {
      description: "API key of the merchant as which the probe comes: made by an operator and put in by hand",
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(key).acknowledge({
      id: "AwsSolutions-SMG4",
      reason: "An API key of Tender: it is rotated there.",
    });
    each.addToRolePolicy(
      new PolicyStatement({ actions: ["secretsmanager:GetSecretValue"], resources: [key.secretArn] }),
    );
    for (const [name, value] of Object.entries({
      API_URL: apiUrl,
      PROBE_KEY_SECRET: key.secretArn,
      PROBE_MONEY: money,
    }))
      each.addEnvironment(name, value);
    new CfnOutput(Stack.of(scope), "ProbeKeySecretArn", { value: key.secretArn });
    this.function = each;
  }
}

/** Runs end at different moments of their minutes: three minutes without a success are two runs in a row that failed or did not come. */
export function addProbeAlarms(alarms: Alarms): void {
  alarms.addSilence("ProbeFails", {
    severity: "page",
    metric: tenderMetric("ProbePassed", Stats.SUM, EVERY_MINUTE),
    periods: 3,
    meaning: "What a merchant does over the public address has not worked for three minutes.",
    section: "The probe fails",
  });
}
