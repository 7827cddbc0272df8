import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { LocalError } from "../local-error.ts";
import { AssemblyCache, assemblyKey } from "./assembly-cache.ts";
import { readAssembly, type Stack } from "./template.ts";

/** Whoever tries webhooks here receives them here. */
const WEBHOOK_ALLOW = "127.0.0.1,localhost";
const ROOT = resolve(import.meta.dirname, "../..");
/** Names another folder for what is kept of earlier starts: whoever measures a first start must not take a developer's away. */
export const ASSEMBLIES_VARIABLE = "TENDER_ASSEMBLIES";

export interface Synthesised {
  stacks: Stack[];
  /** Nothing that it is made from has changed since it was made. */
  cached: boolean;
}

/** Bundles the functions and synthesises the CDK app, with the sandbox, into `outdir`; what did not change is taken as it is. */
export async function synthesise(
  outdir: string,
  limits: string,
  tell: (doing: string) => void = () => {},
): Promise<Synthesised> {
  const context = { ...cdkContext(), sandbox: "true", limits, webhookAllow: WEBHOOK_ALLOW };
  const key = assemblyKey(ROOT, context);
  const stamp = join(outdir, "tender-sources");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === key) return { stacks: readAssembly(outdir), cached: true };
  const cache = new AssemblyCache(process.env[ASSEMBLIES_VARIABLE] ?? join(ROOT, ".build", "assemblies"));
  const cached = cache.take(key, outdir);
  if (!cached) {
    rmSync(outdir, { recursive: true, force: true });
    await runApp(outdir, context, tell);
  }
  const stacks = readAssembly(outdir);
  // Sources that were edited meanwhile may be in it by half: it is used, as what a run before the edit would use, and not kept.
  if (!cached && assemblyKey(ROOT, context) !== key) return { stacks, cached };
  if (!cached) cache.put(key, outdir);
  writeFileSync(stamp, key);
  return { stacks, cached };
}

/** In a process of its own: the CDK needs 200 MB that nobody needs afterwards. */
function runApp(outdir: string, context: Record<string, unknown>, tell: (doing: string) => void): Promise<void> {
  tell("bundling the functions; kept until a source changes");
  const child = spawn(process.execPath, ["--no-warnings", join(ROOT, "bin/app.ts"), "--together", outdir], {
    cwd: ROOT,
    env: {
      ...process.env,
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify(context),
      // Rules are for what is deployed: `npm run synth` and the tests ask them, which takes half of the time.
      CDK_VALIDATION: "false",
    },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  child.on("message", (message) => {
    if (message === "bundled") tell("synthesising the stacks");
  });
  // A run that is stopped meanwhile takes it along.
  const end = () => child.kill();
  process.once("exit", end);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
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
