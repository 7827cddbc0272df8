import { setTimeout as pause } from "node:timers/promises";
import type { Planned, Story } from "./plan.ts";
import { submitBatch, submitCard } from "./stories/cards.ts";
import { useCode } from "./stories/codes.ts";
import { forget } from "./stories/forgetting.ts";
import { notify } from "./stories/notifications.ts";
import { addAccounts, lookAround } from "./stories/operators.ts";
import { pay } from "./stories/payments.ts";
import { purchase } from "./stories/purchases.ts";
import { forgeOne } from "./stories/webhooks.ts";
import { withdraw } from "./stories/withdrawals.ts";
import type { World } from "./world.ts";

/** More would only wait for each other: on a slow machine stories begin later, and what piled up in a storm stays bounded. */
const STORIES_MAX = 40;

/** Begins stories at their pace until the signal, and knows which have not ended. */
export class Load {
  readonly #running = new Set<Promise<void>>();

  get waiting(): number {
    return this.#running.size;
  }

  async run(world: World, stories: Iterable<Planned<Story>>, signal: AbortSignal): Promise<void> {
    for (const { afterMs, what } of stories) {
      await pause(afterMs, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      if (this.#running.size >= STORIES_MAX) await Promise.race(this.#running);
      const work = world.tell(() => tell(world, what));
      this.#running.add(work);
      void work.then(() => this.#running.delete(work));
    }
  }

  async ended(): Promise<void> {
    await Promise.all(this.#running);
  }
}

function tell(world: World, story: Story): Promise<void> {
  switch (story.kind) {
    case "card":
      return submitCard(world, story);
    case "batch":
      return submitBatch(world, story);
    case "code":
      return useCode(world, story);
    case "payment":
      return pay(world, story);
    case "withdrawal":
      return withdraw(world, story);
    case "purchase":
      return purchase(world, story);
    case "notification":
      return notify(world, story);
    case "forgery":
      return forgeOne(world);
    case "operator":
      return lookAround(world);
    case "forgetting":
      return forget(world, story);
    case "accounts":
      return addAccounts(world, story.count);
  }
}
