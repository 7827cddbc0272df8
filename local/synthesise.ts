import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { LocalError } from "./local-error.ts";
import { readAssembly, type Stack } from "./template.ts";

const ROOT = resolve(import.meta.dirname, "..");
/** Everything that the template and the bundles are made from. */
const SOURCES = ["bin", "lib", "core", "lambdas", "cdk.json", "package-lock.json"];

export interface Synthesised {
  stacks: Stack[];
  /** The sources had not changed since the last run on this folder. */
  cached: boolean;
}

/** Bundles the functions and synthesises the CDK app, with the sandbox, into `outdir`. */
export async function synthesise(outdir: string, limits: string): Promise<Synthesised> {
  const stamp = join(outdir, "tender-sources");
  const key = sourcesKey(limits);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === key) return { stacks: readAssembly(outdir), cached: true };
  rmSync(outdir, { recursive: true, force: true });
  await runApp(outdir, limits);
  const stacks = readAssembly(outdir);
  writeFileSync(stamp, key);
  return { stacks, cached: false };
}

/** In a process of its own: the CDK needs 200 MB that nobody needs afterwards. */
function runApp(outdir: string, limits: string): Promise<void> {
  const context = { ...cdkContext(), sandbox: "true", limits };
  const child = spawn(process.execPath, ["--no-warnings", join(ROOT, "bin/app.ts")], {
    cwd: ROOT,
    env: { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  // A run that is stopped meanwhile takes it along.
  const end = () => child.kill();
  process.once("exit", end);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output = (output + text).slice(-8000);
    });
  }
  return new Promise((done, fail) => {
    child.once("error", (error) => fail(new LocalError(`The CDK app cannot be run: ${error.message}.`)));
    child.once("close", (code) => {
      process.off("exit", end);
      if (code === 0) done();
      else fail(new LocalError(`The CDK app does not synthesise (npm run synth shows the same):\n${output.trim()}`));
    });
  });
}

function cdkContext(): Record<string, unknown> {
  return (
    (JSON.parse(readFileSync(join(ROOT, "cdk.json"), "utf8")) as { context?: Record<string, unknown> }).context ?? {}
  );
}

function sourcesKey(limits: string): string {
  const hash = createHash("sha256").update(`${limits} ${process.version}`);
  for (const source of SOURCES) addToHash(hash, join(ROOT, source));
  return hash.digest("hex");
}

function addToHash(hash: ReturnType<typeof createHash>, path: string): void {
  if (!existsSync(path)) return;
  const entries = /\.\w+$/.test(path) ? undefined : readdirSync(path).sort();
  if (!entries) hash.update(path).update(readFileSync(path));
  else for (const name of entries) addToHash(hash, join(path, name));
}
