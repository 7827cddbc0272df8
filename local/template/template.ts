import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LocalError } from "../local-error.ts";

/** A synthesised cloud assembly, as data: stacks, their resources and where the function code lies. */

export interface Stack {
  name: string;
  resources: Resource[];
  outputs: Record<string, { Value: unknown; Export?: { Name: unknown } }>;
  /** Folder or file of each asset, by the key it would have in the asset bucket. */
  assets: Map<string, string>;
}

export interface Resource {
  stack: string;
  logicalId: string;
  type: string;
  properties: Record<string, unknown>;
  condition?: string;
}

interface TemplateFile {
  Resources?: Record<string, { Type: string; Properties?: Record<string, unknown>; Condition?: string }>;
  Outputs?: Stack["outputs"];
}

interface Manifest {
  artifacts?: Record<string, { type: string; properties?: { templateFile?: string; stackName?: string } }>;
}

interface AssetManifest {
  files?: Record<
    string,
    { source: { path?: string; packaging?: string }; destinations: Record<string, { objectKey?: string }> }
  >;
}

export function readAssembly(folder: string): Stack[] {
  const manifest = readJson<Manifest>(join(folder, "manifest.json"));
  const stacks = Object.entries(manifest.artifacts ?? {})
    .filter(([, artifact]) => artifact.type === "aws:cloudformation:stack")
    .map(([id, artifact]) => {
      const template = readJson<TemplateFile>(join(folder, artifact.properties?.templateFile ?? `${id}.template.json`));
      return makeStack(artifact.properties?.stackName ?? id, template, readAssets(folder, id));
    });
  if (stacks.length === 0) throw new LocalError(`The cloud assembly in ${folder} holds no stack.`);
  return stacks;
}

export function makeStack(name: string, template: TemplateFile, assets = new Map<string, string>()): Stack {
  return {
    name,
    resources: Object.entries(template.Resources ?? {}).map(([logicalId, row]) => ({
      stack: name,
      logicalId,
      type: row.Type,
      properties: row.Properties ?? {},
      ...(row.Condition ? { condition: row.Condition } : {}),
    })),
    outputs: template.Outputs ?? {},
    assets,
  };
}

function readAssets(folder: string, stackId: string): Map<string, string> {
  const assets = new Map<string, string>();
  const path = join(folder, `${stackId}.assets.json`);
  if (!existsSync(path)) return assets;
  for (const file of Object.values(readJson<AssetManifest>(path).files ?? {})) {
    for (const destination of Object.values(file.destinations)) {
      if (destination.objectKey && file.source.path) {
        assets.set(destination.objectKey, join(folder, file.source.path));
      }
    }
  }
  return assets;
}

function readJson<T>(path: string): T {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as T;
  } catch (error) {
    throw new LocalError(`The synthesised file ${path} cannot be read: ${(error as Error).message}.`);
  }
}
