import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Settings } from "../../lib/settings.ts";

export interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  DependsOn?: string[];
  UpdatePolicy?: Record<string, unknown>;
}

export interface CfnTemplate {
  Resources: Record<string, Resource>;
  Parameters: Record<string, Record<string, unknown>>;
  Outputs: Record<string, { Value: unknown; Export?: { Name: string } }>;
}

export interface Synthesis {
  data: CfnTemplate;
  service: CfnTemplate;
  /** Of a stage that has one. */
  edge?: CfnTemplate;
  /** Of a stage that has them. */
  backup?: CfnTemplate;
  /** CodeDeploy's groups, where the stage shifts. */
  shifts?: CfnTemplate;
  /** Where the stage asks for it. */
  probe?: CfnTemplate;
}

/** What is synthesised, and where its templates are kept. */
export interface Way {
  settings: Settings;
  file: string;
  /** By CloudFormation's and cdk-nag's rules. */
  isChecked: boolean;
}

/** Ways that most files need one of: they are synthesised together, for loading the CDK takes longer than each of them. */
const PLAIN = (["production", "demo"] as const).flatMap((limits) =>
  [false, true].map((sandbox): Settings => ({ limits, sandbox })),
);

/** The app as the CDK would write it, on empty bundles: `synthesiseAll`. */
export function synthesise(settings: Settings): Synthesis {
  const [synthesis] = synthesiseAll(settings, ...(settings.stage ? [] : PLAIN));
  return synthesis as Synthesis;
}

/**
 * Each way is synthesised once in a test run, by a process of its own: jest's loader is slow with the CDK and never forgets it. The
 * rules, of which a finding makes this throw, take five times as long as all else, so they are asked of the one stage that has every
 * resource, with the sandbox, an edge and backups. The exhaustive run asks them of try-out, too, and `.ci/run` of production.
 */
export function synthesiseAll(...all: Settings[]): Synthesis[] {
  const ways = all.map((settings): Way => {
    const name = createHash("sha256").update(JSON.stringify(settings)).digest("hex");
    const { stage } = settings;
    const isChecked = stage?.sandbox === true && (stage.edge !== undefined || process.env.TENDER_EXHAUSTIVE === "1");
    return { settings, file: join(String(process.env.TENDER_TEST_SHARED), `${name}.json`), isChecked };
  });
  const missing = new Map(ways.filter(({ file }) => !existsSync(file)).map((way) => [way.file, way]));
  if (missing.size > 0) {
    const script = join(import.meta.dirname, "synthesise-app.ts");
    execFileSync(process.execPath, ["--no-warnings", script, JSON.stringify([...missing.values()])]);
  }
  return ways.map(({ file }) => JSON.parse(readFileSync(file, "utf8")) as Synthesis);
}

export function ofType(template: CfnTemplate, type: string): [id: string, resource: Resource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}

interface GlobalTable {
  Replicas: { Region: unknown; Tags?: unknown; GlobalSecondaryIndexes?: unknown }[];
  SSESpecification: { SSEEnabled: boolean };
}

/** A stage's tables in the words of those without one: of their first region, which comes last. Nothing of what they say is left out. */
export function plainTables(template: CfnTemplate): CfnTemplate {
  const plain = structuredClone(template);
  for (const [id, table] of ofType(plain, "AWS::DynamoDB::GlobalTable")) {
    const { Replicas, SSESpecification, ...common } = table.Properties as Record<string, unknown> & GlobalTable;
    const { Region, Tags, GlobalSecondaryIndexes, ...own } = Replicas.at(-1) as (typeof Replicas)[number];
    const { SSEEnabled } = SSESpecification;
    plain.Resources[id] = {
      ...table,
      Type: "AWS::DynamoDB::Table",
      Properties: { ...common, ...own, SSESpecification: { SSEEnabled } },
    };
  }
  return plain;
}

/** The logical id that a `Ref` or `Fn::GetAtt` points to; for an import, the name of the export. */
export function targetOf(value: unknown): string {
  const reference = value as { Ref?: string; "Fn::GetAtt"?: [string, string]; "Fn::ImportValue"?: string };
  return reference.Ref ?? reference["Fn::GetAtt"]?.[0] ?? reference["Fn::ImportValue"] ?? JSON.stringify(value);
}

export interface Statement {
  Effect: "Allow" | "Deny";
  Action: string | string[];
  Resource: unknown;
  Condition?: Record<string, Record<string, string | string[]>>;
}

interface Policy {
  PolicyDocument: { Statement: Statement[] };
}

/** What a role may do: in itself, and beside it where it must not need what it may use. */
export function documentsOf(template: CfnTemplate, roleId: string): Policy["PolicyDocument"][] {
  const beside = ofType(template, "AWS::IAM::Policy")
    .filter(([, { Properties }]) => (Properties.Roles as unknown[]).map(targetOf).includes(roleId))
    .map(([, { Properties }]) => Properties as unknown as Policy);
  const inside = (template.Resources[roleId]?.Properties.Policies ?? []) as Policy[];
  return [...inside, ...beside].map(({ PolicyDocument }) => PolicyDocument);
}

/** The function whose construct is `Name` in the service stack: `RedemptionWorker`. */
export function functionNamed(template: CfnTemplate, name: string): [id: string, resource: Resource] {
  const found = ofType(template, "AWS::Lambda::Function").find(([id]) => id.startsWith(`${name}Function`));
  if (!found) throw new Error(`no function ${name} in the template`);
  return found;
}
