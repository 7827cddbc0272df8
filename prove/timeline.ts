import { COLUMNS, paint, wrap } from "../tools/terminal/terminal.ts";
import type { TraceLine } from "./simulation.ts";

/** Side by side as long as each has its own column on an ordinary terminal. */
const LANES_MAX = 14;
const NAME_WIDTH = 22;
const TIME_WIDTH = 11;
const INDENT = " ".repeat(TIME_WIDTH + LANES_MAX + NAME_WIDTH + 6);

/** One line per event; each worker, queue or person has a lane from its first to its last one. */
export function timelineOf(trace: readonly TraceLine[]): string[] {
  const [first] = trace;
  if (!first) return ["nothing happened"];
  const lives = new Map<string, { from: number; to: number }>();
  for (const [at, { who }] of trace.entries()) lives.set(who, { from: lives.get(who)?.from ?? at, to: at });
  const lanes: (string | undefined)[] = [];
  return trace.map(({ atMs, who, what, note }, at) => {
    for (const [lane, name] of lanes.entries()) {
      if (name !== undefined && (lives.get(name)?.to ?? 0) < at) lanes[lane] = undefined;
    }
    if (!lanes.includes(who)) lanes[laneFor(lanes)] = who;
    const columns = Array.from({ length: Math.min(lanes.length, LANES_MAX) }, (_, lane) => mark(lanes[lane], who));
    const seconds = ((atMs - first.atMs) / 1000).toFixed(3).padStart(TIME_WIDTH);
    const lane = columns.join("").padEnd(LANES_MAX);
    return `${paint("dim", seconds)}  ${lane}  ${who.padEnd(NAME_WIDTH)}  ${toldOf(what, note)}`;
  });
}

/** What happened, broken under itself where it is too long for the screen. */
function toldOf(what: string, note: string | undefined): string {
  const lines = wrap(what, { indent: INDENT });
  if (note === undefined) return lines;
  const last = lines.split("\n").at(-1)?.trimStart() ?? "";
  const fits = INDENT.length + last.length + note.length + "  << ".length <= COLUMNS;
  const painted = paint("yellow", wrap(`<< ${note}`, { indent: INDENT }));
  return `${lines}${fits ? "  " : `\n${INDENT}`}${painted}`;
}

function laneFor(lanes: readonly (string | undefined)[]): number {
  const free = lanes.indexOf(undefined);
  return free < 0 ? lanes.length : free;
}

function mark(name: string | undefined, who: string): string {
  if (name === undefined) return " ";
  return name === who ? "●" : "│";
}
