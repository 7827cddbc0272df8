import { cpus } from "node:os";

/** The kernel counts in hundredths of a second: what is shorter says nothing. */
const WINDOW_MS = 100;
/** Of all cores together. */
const IDLE_MIN = 0.2;

/** Whether this machine has had time to spare lately, whoever else runs on it. Another busy thread is of use only then. */
export class IdleCores {
  readonly #read: () => { idleMs: number; allMs: number };
  #last: { idleMs: number; allMs: number; at: number } | undefined;
  #areThere = true;

  /** `read`: milliseconds of all cores since they began, replaced by tests only. */
  constructor(read = readCores) {
    this.#read = read;
  }

  /** Of the time since it was asked before, if that was not just now. */
  areThere(now = performance.now()): boolean {
    if (this.#last && now - this.#last.at < WINDOW_MS) return this.#areThere;
    const read = this.#read();
    const allMs = read.allMs - (this.#last?.allMs ?? 0);
    if (allMs > 0) this.#areThere = (read.idleMs - (this.#last?.idleMs ?? 0)) / allMs >= IDLE_MIN;
    this.#last = { ...read, at: now };
    return this.#areThere;
  }
}

function readCores(): { idleMs: number; allMs: number } {
  let [idleMs, allMs] = [0, 0];
  for (const { times } of cpus()) {
    idleMs += times.idle;
    allMs += times.user + times.nice + times.sys + times.irq + times.idle;
  }
  return { idleMs, allMs };
}
