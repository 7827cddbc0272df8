import { LIMITS, type LimitsProfile } from "../../core/foundation/domain/limits.ts";
import { executionsStep, queuesStep } from "./closing.ts";
import type { StageFunction } from "./place.ts";
import type { Restored } from "./stage-file.ts";
import type { Step, Work } from "./step.ts";

const POLL_MS = 15_000;
/** Beside the settle windows: clocks differ. */
const MARGIN_MS = 60_000;

/** Later than so long after the last call of before, none of them can still take effect. */
export function settleMsOf(profile: LimitsProfile): number {
  const { exchange, charge, refund, withdrawal, notification } = LIMITS[profile];
  return Math.max(...[exchange, charge, refund, withdrawal, notification].map(({ settleMs }) => settleMs)) + MARGIN_MS;
}

export interface Completion extends Work {
  restored: Restored & { marker: NonNullable<Restored["marker"]> };
  functions: readonly StageFunction[];
  outputs: Readonly<Record<string, string>>;
  /** Finds what the outside has seen, and writes the report; returns what it says in short. */
  reconcile: (tell: (doing: string) => void) => Promise<string>;
  /** The report was read. */
  opens: boolean;
}

/** After the deployment: the doors are closed by the template now. */
export function completion(work: Completion): Step[] {
  const { place, stage, restored, functions, outputs, clock, pause, reconcile, opens } = work;
  const settledMs = Date.parse(restored.marker.at) + settleMsOf(stage.limits);
  return [
    {
      name: "settled",
      will: `Wait until ${new Date(settledMs).toISOString()}: then no call of before can still take effect at a vendor.`,
      async run(tell) {
        for (; clock() < settledMs; await pause(Math.min(POLL_MS, settledMs - clock())))
          tell(`${Math.ceil((settledMs - clock()) / 60_000)} minutes more`);
        return "what was under way has ended";
      },
    },
    executionsStep(place, outputs),
    // Not twice: SQS goes on deleting for a minute, and would take what is sent after the doors are open.
    ...(opens ? [] : [queuesStep(place, outputs)]),
    {
      name: "differences",
      will: "Ask the vendors what they did since, take it up, and write what merchants were promised and the table knows nothing of.",
      run: reconcile,
    },
    ...(opens ? [openStep(work, functions)] : []),
  ];
}

export function openStep(
  { place, file, stage, restored }: Pick<Completion, "place" | "file" | "stage" | "restored">,
  functions: readonly StageFunction[],
): Step {
  return {
    name: "doors",
    will: `Open the doors: no reserved concurrency for ${functions.length} functions, and none in stages.json.`,
    async run() {
      const { doors: _, ...open } = restored;
      // First the file: whoever deploys meanwhile must not close them again.
      file.write(stage.name, open);
      for (const { name } of functions) await place.functions.open(name);
      return `${functions.length} functions may run; the next deployment says so, too`;
    },
  };
}

/** Whether it writes to the restored table alone, and knows that it was set back. */
export function isDeployed({ variables }: StageFunction, { table, marker }: Completion["restored"]): boolean {
  return [undefined, table].includes(variables.MAIN_TABLE) && variables.RESTORED === `${marker.to}/${marker.at}`;
}
