import { rmSync } from "node:fs";
import type { Audit } from "../demo/audit.ts";
import { reportFindings } from "../demo/report.ts";
import { keepEvidence } from "../harness/evidence.ts";
import type { ChaosOptions } from "./options.ts";
import type { World } from "./world.ts";

/** The verdict, and what to do with it. Returns the exit code. */
export function conclude({ stage }: World, judged: Audit, options: ChaosOptions & { folder: string }): number {
  const { screen, calls } = stage;
  const { findings, snapshot } = judged;
  const { folder, seed, minutes, keep } = options;
  reportFindings(stage, findings);
  if (findings.length === 0 && !keep) rmSync(folder, { recursive: true, force: true });
  else keepEvidence(folder, screen, calls, snapshot);
  if (findings.length > 0) {
    screen.line(
      "    What now: take the id of the first finding and look for it in rows.jsonl, calls.jsonl and functions.log:",
    );
    screen.line("    which write is missing, or too many? What is sent and what is killed is the same again with");
    screen.line(`      npm run chaos -- --minutes ${minutes} --seed ${seed}`);
    screen.line(
      "    When exactly a kill strikes is not: it may take several runs. Then write the test that shows it.\n",
    );
  }
  screen.line(`violations: ${findings.length}`);
  return findings.length === 0 ? 0 : 1;
}
