import { LIMITS, type LimitsProfile } from "../../core/foundation/domain/limits.ts";
import { LocalError } from "../../local/local-error.ts";
import type { Place, StageFunction } from "./place.ts";
import type { Restored } from "./stage-file.ts";
import { queuesStep, type Step, type Work } from "./steps.ts";

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
    queuesStep(place, outputs),
    {
      name: "differences",
      will: "Ask the vendors what they did since, take it up, and write what merchants were promised and the table knows nothing of.",
      run: reconcile,
    },
    ...(opens ? [openStep(work, functions)] : []),
  ];
}

function openStep({ place, file, stage, restored }: Completion, functions: readonly StageFunction[]): Step {
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

/** Throws while a function would write to another table, does not know that it was set back, or may run. */
export async function requireDeployed(
  place: Place,
  stageName: string,
  { table, marker }: Completion["restored"],
): Promise<StageFunction[]> {
  const functions = await place.functions.all();
  const isAsWritten = ({ variables, isClosed }: StageFunction) =>
    isClosed && [undefined, table].includes(variables.MAIN_TABLE) && variables.RESTORED === `${marker.to}/${marker.at}`;
  const others = functions.filter((each) => !isAsWritten(each)).map(({ name }) => name);
  if (others.length > 0 || functions.length === 0)
    throw new LocalError(
      `Deploy first: npm run deploy -- --stage ${stageName}. ` +
        `${others.length} functions are not at the restored table behind closed doors${others[0] ? `, ${others[0]} for one` : ""}.`,
    );
  return functions;
}
