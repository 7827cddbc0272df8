import { LocalError } from "../../local/local-error.ts";
import type { Found, Work } from "./step.ts";

/** Names of tables are 255 long at most. */
const BASE_MAX_CHARS = 220;

/** Looks at everything that could stop a restore half-way, before anything is changed. */
export async function look({ place, stage, toMs }: Pick<Work, "place" | "stage" | "toMs">): Promise<Found> {
  const outputs = await place.outputs();
  const { MainTableName: source, StateMachineArn } = outputs;
  if (!source || !StateMachineArn)
    throw new LocalError(`The service stack of ${stage.name} has no outputs MainTableName and StateMachineArn.`);
  const window = await place.tables.window(source);
  if (!window) throw new LocalError(`The table ${source} has no point-in-time recovery: it cannot be set back.`);
  if (toMs < window.fromMs || toMs > window.toMs) {
    const [from, to] = [window.fromMs, window.toMs].map((ms) => new Date(ms).toISOString());
    throw new LocalError(`--at must lie between ${from} and ${to}: to these moments ${source} can be set back.`);
  }
  const functions = await place.functions.all();
  if (functions.length === 0) throw new LocalError(`The service stack of ${stage.name} has no functions.`);
  const target = nameOf(source, toMs);
  if (target === source) throw new LocalError(`${source} is itself what a restore to this moment has made.`);
  return { outputs, functions, source, target };
}

/** The same for the same moment, so that a second run finds the first one's table. */
function nameOf(source: string, toMs: number): string {
  const base = source.replace(/-restored-\d{8}T\d{6}Z$/, "").slice(0, BASE_MAX_CHARS);
  return `${base}-restored-${new Date(toMs).toISOString().replaceAll(/[-:]|\.\d{3}/g, "")}`;
}
