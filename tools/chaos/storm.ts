import { duration } from "../terminal/terminal.ts";
import type { Killer } from "./killer.ts";
import { Load } from "./load.ts";
import type { KillKind, Planned, Story } from "./plan.ts";
import type { World } from "./world.ts";

const PROGRESS_EVERY_MS = 500;

export interface Plan {
  durationMs: number;
  stories: Iterable<Planned<Story>>;
  kills: Iterable<Planned<KillKind>>;
}

/** Load and kills for so long; then every story comes to its end. */
export async function storm(world: World, killer: Killer, { durationMs, stories, kills }: Plan): Promise<void> {
  const load = new Load();
  const over = AbortSignal.timeout(durationMs);
  const enough = new AbortController();
  const endsAt = Date.now() + durationMs;
  const show = setInterval(() => world.screen.progress(statusOf(world, killer, load, endsAt)), PROGRESS_EVERY_MS);
  try {
    // As long as there are kills there is load.
    await Promise.all([
      load.run(world, stories, enough.signal),
      killer.run(kills, over).finally(() => {
        enough.abort();
        world.calmDown();
      }),
    ]);
    await load.ended();
  } finally {
    clearInterval(show);
  }
}

function statusOf(world: World, killer: Killer, load: Load, endsAt: number): string {
  const leftMs = endsAt - Date.now();
  const parts = [
    leftMs > 0 ? `${duration(leftMs)} left` : "no more kills",
    `${world.calls.length} requests`,
    `${killer.done.length} kills`,
    `stories under way: ${load.waiting}`,
    ...(world.findings.length > 0 ? [`${world.findings.length} findings`] : []),
  ];
  return parts.join("; ");
}
