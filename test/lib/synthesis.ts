import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeApp } from "../../lib/app.ts";
import { functionNames } from "../../lib/functions.ts";
import type { Settings } from "../../lib/settings.ts";

export interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  DependsOn?: string[];
}

export interface CfnTemplate {
  Resources: Record<string, Resource>;
  Parameters: Record<string, Record<string, unknown>>;
  Outputs: Record<string, { Value: unknown; Export?: { Name: string } }>;
}

export interface Synthesis {
  data: CfnTemplate;
  service: CfnTemplate;
}

/** The app as the CDK would write it, rules of cdk-nag included (a finding makes this throw), on empty bundles. */
export function synthesise(settings: Settings): Synthesis {
  const folder = mkdtempSync(join(tmpdir(), "tender-synth-"));
  try {
    const bundles = join(folder, "bundles");
    for (const name of functionNames(true)) {
      mkdirSync(join(bundles, name), { recursive: true });
      writeFileSync(join(bundles, name, "index.mjs"), `export const name = "${name}";\n`);
    }
    const outdir = join(folder, "out");
    makeApp({ settings, bundles, outdir }).app.synth();
    const read = (stack: string) => JSON.parse(readFileSync(join(outdir, `${stack}.template.json`), "utf8"));
    return { data: read("TenderData"), service: read("TenderService") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function ofType(template: CfnTemplate, type: string): [id: string, resource: Resource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}

/** The logical id that a `Ref` or `Fn::GetAtt` points to; for an import, the name of the export. */
export function targetOf(value: unknown): string {
  const reference = value as { Ref?: string; "Fn::GetAtt"?: [string, string]; "Fn::ImportValue"?: string };
  return reference.Ref ?? reference["Fn::GetAtt"]?.[0] ?? reference["Fn::ImportValue"] ?? JSON.stringify(value);
}

/** The function whose construct is `Name` in the service stack: `RedemptionWorker`. */
export function functionNamed(template: CfnTemplate, name: string): [id: string, resource: Resource] {
  const found = ofType(template, "AWS::Lambda::Function").find(([id]) => id.startsWith(`${name}Function`));
  if (!found) throw new Error(`no function ${name} in the template`);
  return found;
}
