import { setTimeout as pause } from "node:timers/promises";
import type { Instance } from "../harness/instance.ts";
import { until } from "../harness/waiting.ts";
import { KILLS, type KillKind, type Planned } from "./plan.ts";

const RECOVERY_TIMEOUT_MS = 120_000;
const LOOK_EVERY_MS = 10;
const ANSWER_TIMEOUT_MS = 5_000;

export interface Kill {
  kind: KillKind;
  /** Of a function: whose invocation it was. */
  name?: string;
  /** Until it served again. A function's place is taken by another one, with the next call. */
  recoveredMs?: number;
}

/** Kills by a plan, without waiting until the one before is mended; only a whole process has to be there again. */
export class Killer {
  readonly done: Kill[] = [];
  readonly #instance: Instance;
  readonly #recoveries: Promise<void>[] = [];

  constructor(instance: Instance) {
    this.#instance = instance;
  }

  /** Until the signal, and until there was one of each kind. */
  async run(kills: Iterable<Planned<KillKind>>, signal: AbortSignal): Promise<void> {
    for (const { afterMs, what } of kills) {
      if (signal.aborted && new Set(this.done.map(({ kind }) => kind)).size === KILLS.length) break;
      await pause(afterMs);
      await this.#kill(what);
    }
    await Promise.all(this.#recoveries);
  }

  async #kill(kind: KillKind): Promise<void> {
    const instance = this.#instance;
    const kill: Kill = { kind };
    const killedAt = performance.now();
    const mended = () => {
      kill.recoveredMs = performance.now() - killedAt;
    };
    if (kind === "function") kill.name = await instance.killFunction();
    else if (kind === "everything") {
      await instance.kill();
      await instance.start(() => {});
      mended();
    } else {
      await instance.killChild(kind);
      const serves = async () => ((await this.#serves(kind)) ? true : undefined);
      const waiting = { timeoutMs: RECOVERY_TIMEOUT_MS, everyMs: LOOK_EVERY_MS };
      const recovery = until(`the ${kind} to serve again`, serves, waiting).then(mended);
      // It is waited for in the end; until then nobody looks.
      recovery.catch(() => {});
      this.#recoveries.push(recovery);
    }
    this.done.push(kill);
  }

  /** The queue server records its process when its queues are there; of the engine the API itself knows best. */
  async #serves(kind: "queues" | "engine"): Promise<boolean> {
    if (kind === "queues") return this.#instance.isAlive("queues");
    const { keys } = this.#instance.credentials;
    const headers = { authorization: `Bearer ${keys.merchant}` };
    const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
    try {
      const response = await fetch(`${this.#instance.url}/v1/plans?limit=1`, { headers, signal });
      await response.arrayBuffer();
      return response.ok;
    } catch {
      return false;
    }
  }
}
