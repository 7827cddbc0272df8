import { createRequire } from "node:module";
import type Sequencer from "@jest/test-sequencer";

type ByTimeOrSize = typeof Sequencer.default;
type Tests = Parameters<InstanceType<ByTimeOrSize>["sort"]>[0];
// As Jest itself loads it: as a module it has its class in another place than its types say.
const { default: ByTimeOrSize } = createRequire(import.meta.url)("@jest/test-sequencer") as { default: ByTimeOrSize };

/** Files that take longest, the slowest first: one that comes last would keep one core waiting for the other. */
export const SLOWEST = [
  "lib/rights",
  "prove/play",
  "local/start",
  "local/step-functions/deployment",
  "lib/service-stack",
  "core/codes/services/code-making",
  "lambdas/http/fuzz",
  "core/foundation/services/pages",
  "core/payments/services/channel-money",
  "core/payments/services/payment-crash-compensations",
  "local/step-functions/task-tokens",
  "prove/mutants",
  "local/step-functions/timeouts",
] as const;

/** Jest knows how long files take only where they have run before, and goes by their size elsewhere: the slowest are short. */
export default class SlowestFirst extends ByTimeOrSize {
  override sort(tests: Tests): Tests {
    const places = new Map(SLOWEST.map((name, place) => [`/test/${name}.test.ts`, place]));
    const placeOf = ({ path }: { path: string }) => {
      const name = /\/test\/(?!.*\/test\/).*$/.exec(path)?.[0] ?? "";
      return places.get(name) ?? SLOWEST.length;
    };
    const sorted = super.sort(tests) as Tests;
    return [...sorted].sort((a, b) => placeOf(a) - placeOf(b));
  }
}
