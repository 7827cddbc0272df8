import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";
import { ASSEMBLIES_VARIABLE } from "../../local/template/synthesise.ts";
import { Instance } from "../harness/instance.ts";
import { ms, quantile } from "./measure.ts";
import type { Report } from "./report.ts";

const ROUNDS = 3;
const ROOT = resolve(import.meta.dirname, "../..");
/** Goals, not figures: a first start bundles, synthesises and starts, a later one starts. */
const FIRST_MAX = 7;
const LATER_MAX = 3;

/** From the command to `ready`, against a process that does no more than load the CDK. */
export async function benchStarts(folder: string, report: Report): Promise<void> {
  const [cdk, first, later]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < ROUNDS; round++) {
    // Each round keeps its assembly in a folder of its own, so that its first start finds none.
    const own = join(folder, `start-${round}`);
    const instance = new Instance(own, { [ASSEMBLIES_VARIABLE]: join(own, "assemblies") });
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
