import type { EngineClient } from "./engine-client.ts";
import { type Played, type PlayOptions, play } from "./play.ts";

/** Each try plays a whole world: after so many, what is left is small enough to read. */
const TRIES_MAX = 150;
/** A world that never comes to rest is slow to play, and whoever has found one wants to read it. */
const SHRINK_MAX_MS = 60_000;

/** The same violation with as few decisions as possible: the tail goes first, then ever smaller parts become zeros. */
export async function shrink(
  client: EngineClient,
  world: Omit<PlayOptions, "script">,
  found: Played,
  triesMax = TRIES_MAX,
): Promise<Played> {
  const wanted = found.violations[0]?.invariant;
  let best = found;
  let tries = 0;
  const endAt = performance.now() + SHRINK_MAX_MS;
  const hasTime = () => tries < triesMax && performance.now() < endAt;
  const holds = async (script: readonly number[]): Promise<boolean> => {
    tries++;
    const played = await play(client, { ...world, script });
    if (!played.violations.some(({ invariant }) => invariant === wanted)) return false;
    best = { ...played, decisions: script };
    return true;
  };
  let script = [...found.decisions];
  for (let size = Math.ceil(script.length / 2); size >= 1 && hasTime(); size = Math.floor(size / 2)) {
    for (let from = script.length - size; from > -size && hasTime(); from -= size) {
      const start = Math.max(0, from);
      if (script.slice(start, from + size).every((decision) => decision === 0)) continue;
      const plainer = script.map((decision, at) => (at >= start && at < from + size ? 0 : decision));
      while (plainer.at(-1) === 0) plainer.pop();
      if (await holds(plainer)) script = plainer;
    }
  }
  return best;
}
