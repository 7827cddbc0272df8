import { Annotations, App, type StackProps } from "aws-cdk-lib";
import { riskOf } from "./backup-settings.ts";
import { BackupStack, type BackupStackProps } from "./backup-stack.ts";
import { STAGE_TAG } from "./constructs/stage-budget.ts";
import { DataStack } from "./data-stack.ts";
import { FirewallStack, type FirewallStackProps } from "./firewall-stack.ts";
import { ServiceStack } from "./service-stack.ts";
import { type Settings, settingsOf } from "./settings.ts";
import { EDGE_REGION, type Stage } from "./stages.ts";

/** CDK's own switches: part of what is deployed, so they live with the code and not with the command. */
const SWITCHES = {
  "@aws-cdk/core:checkSecretUsage": true,
  "@aws-cdk/aws-iam:minimizePolicies": true,
  "@aws-cdk/aws-lambda:recognizeLayerVersion": true,
  // A stack that others read from cannot take away what they read: the safe choice, said aloud.
  "@aws-cdk/core:defaultCrossStackReferences": "strong",
};

export interface TenderApp {
  app: App;
  data: DataStack;
  service: ServiceStack;
}

export interface AppOptions {
  /** @default from the CDK context: `-c` */
  settings?: Settings;
  /** Where the templates go. @default the CDK's choice */
  outdir?: string;
  /** Folder of the bundles, as bundle.ts makes it. */
  bundles: string;
}

/** Without the rules that are asked of what is deployed: `addChecks` (checks.ts). */
export function makeApp(options: AppOptions): TenderApp {
  const app = new App({
    context: SWITCHES,
    analyticsReporting: false,
    ...(options.outdir === undefined ? {} : { outdir: options.outdir }),
  });
  const settings = options.settings ?? settingsOf(app.node);
  const { stage } = settings;
  const data = new DataStack(app, "TenderData", { ...placeOf("TenderData", stage), stage });
  const risk = stage && riskOf(stage);
  if (risk) Annotations.of(data).addWarningV2("tender:nothing-elsewhere", risk);
  if (stage?.backup) backupOf(app, { ...stage, backup: stage.backup }, data);
  const place = placeOf("TenderService", stage);
  const firewall = stage?.edge && firewallOf(app, { ...stage, edge: stage.edge });
  const service = new ServiceStack(app, "TenderService", { ...place, data, settings, bundles: options.bundles });
  if (firewall) service.addStackDependency(firewall, "its edge stands behind the firewall");
  return { app, data, service };
}

function firewallOf(app: App, stage: FirewallStackProps["stage"]): FirewallStack {
  const place = placeOf("TenderEdge", stage);
  return new FirewallStack(app, "TenderEdge", { ...place, env: { ...place.env, region: EDGE_REGION }, stage });
}

function backupOf(app: App, stage: BackupStackProps["stage"], { main }: DataStack): BackupStack {
  return new BackupStack(app, "TenderBackup", { ...placeOf("TenderBackup", stage), stage, main });
}

/** A stage's stacks bear its name, and its tag, by which the bill can be told apart. */
function placeOf(id: string, stage: Stage | undefined): StackProps {
  if (stage === undefined) return {};
  const { name, account, region } = stage;
  return {
    stackName: `${id}-${name}`,
    tags: { [STAGE_TAG]: name },
    env: { ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) },
  };
}
