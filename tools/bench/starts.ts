import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { Instance } from "../harness/instance.ts";
import { ms, quantile } from "./measure.ts";
import type { Report } from "./report.ts";

const ROUNDS = 3;
const ROOT = resolve(import.meta.dirname, "../..");
/** What is kept of earlier starts: the next one makes it again. */
const ASSEMBLIES = join(ROOT, ".build", "assemblies");
/** A first start bundles, synthesises and starts; five seconds on two idle cores. A later one starts; two seconds. */
const FIRST_MAX = 7;
const LATER_MAX = 3;

/** From the command to `ready`, against a process that does no more than load the CDK. */
export async function benchStarts(folder: string, report: Report): Promise<void> {
  const [cdk, first, later]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < ROUNDS; round++) {
    rmSync(ASSEMBLIES, { recursive: true, force: true });
    const instance = new Instance(join(folder, `start-${round}`));
    cdk.push(await timed(() => loadCdk()));
    first.push(await timed(() => instance.start(() => {})));
    await instance.stop();
    later.push(await timed(() => instance.start(() => {})));
    await instance.stop();
  }
  const median = (times: number[]) => quantile(times, 0.5);
  const against = (times: number[]) => median(times) / median(cdk);
  const why = "What else runs counts here more than elsewhere: a start wants both cores.";
  report.note("a process that loads the CDK", ms(median(cdk)));
  report.check("a first start against it", against(first), {
    atMost: FIRST_MAX,
    unit: " x",
    beside: ms(median(first)),
    why,
  });
  report.check("a later start", against(later), { atMost: LATER_MAX, unit: " x", beside: ms(median(later)), why });
}

function loadCdk(): void {
  const args = ["--input-type=module", "--eval", 'await import("aws-cdk-lib")'];
  execFileSync(process.execPath, args, { cwd: ROOT, env: { ...process.env, NODE_OPTIONS: "" } });
}

async function timed(work: () => unknown): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
