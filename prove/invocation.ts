import type { CallKind, Fault } from "./faults.ts";
import type { Simulation } from "./simulation.ts";

export type End<T> =
  | { kind: "returned"; value: T }
  | { kind: "threw"; error: unknown }
  /** The process is gone. */
  | { kind: "crashed" }
  /** Lambda has killed it, or believes so. */
  | { kind: "timed-out" };

type Caller<Answer> = Pick<PromiseWithResolvers<Answer>, "resolve" | "reject">;

export interface Call<T> {
  kind: CallKind;
  /** As the trace names it. */
  what: string;
  /** What it does at the other side, once. */
  effect: () => Promise<T>;
  /** What the caller is told instead of an answer; a provider's port never throws. */
  lost: () => T;
  throttled: () => T;
  conflict?: () => T;
  /** A second copy of the same request takes effect again; `undefined`: the other side knows it by its token. */
  again?: () => Promise<T>;
  /** What a write is about to write, as `overtaken` needs to know. */
  rows?: readonly string[];
  /** An index as it was a moment ago. */
  stale?: () => Promise<T>;
  /** The longest time after which a provider still lets a received call take effect. */
  inFlightMs?: number;
}

/** From a request to its answer, when nothing is in the way. */
const LATENCY_MS: Record<CallKind, number> = {
  read: 4,
  "index-read": 4,
  write: 6,
  provider: 80,
  message: 8,
  execution: 12,
};
/** A breath, beyond a call's timeout, beyond a lease, beyond every timeout of a function, beyond a settle window. */
const DELAYS_MS = [1_000, 12_000, 65_000, 125_000, 310_000, 1_300_000] as const;

/** A takeover, what it does next, and the one after that. */
const OVERTAKERS_MAX = 4;
/** Nobody came: it wakes by itself, beyond a settle window. */
const ZOMBIE_MAX_MS = 1_300_000;

/** One run of a function: its calls are the points at which the world may do something to it. */
export class Invocation<T = unknown> {
  readonly name: string;
  /** What a provider has told it last: an answer that settles the matter, or one that does not. */
  told: "certain" | "uncertain" | undefined;
  /** Put on record by this very run, and not yet followed by its call. */
  intents = 0;
  /** Something was done to one of its calls. */
  isStruck = false;
  readonly #simulation: Simulation;
  readonly #deadlineMs: number;
  readonly #onEnd: (end: End<T>) => void;
  readonly #forgetTimeout: () => void;
  /** Platform and callers have been told how it ended. */
  #isOver = false;
  /** No line of it runs any more. */
  #isGone = false;
  #isZombie = false;

  constructor(
    simulation: Simulation,
    about: { name: string; timeoutMs: number; body: (self: Invocation<T>) => Promise<T>; onEnd: (end: End<T>) => void },
  ) {
    this.name = about.name;
    this.#simulation = simulation;
    this.#deadlineMs = simulation.nowMs + about.timeoutMs;
    this.#onEnd = about.onEnd;
    this.#forgetTimeout = simulation.in(about.timeoutMs, about.name, "is out of time", () => this.#timeOut());
    about.body(this).then(
      (value) => this.#end({ kind: "returned", value }),
      (error: unknown) => this.#end({ kind: "threw", error }),
    );
  }

  /** By the platform's clock, which no worker's own clock can move. */
  remainingMs = (): number => this.#deadlineMs - this.#simulation.nowMs;

  get isGone(): boolean {
    return this.#isGone;
  }

  call<Answer>(call: Call<Answer>): Promise<Answer> {
    const { promise, resolve, reject } = this.#simulation.answer<Answer>();
    // Lambda kills a function at its timeout, so no provider hears from it after that; a write may still be under way.
    if (this.#isGone || (call.kind === "provider" && this.remainingMs() <= 0)) {
      this.#isGone = true;
      return promise;
    }
    this.#send(call, LATENCY_MS[call.kind], { resolve, reject });
    return promise;
  }

  #send<Answer>(call: Call<Answer>, delayMs: number, caller: Caller<Answer>): void {
    this.#simulation.in(delayMs, this.name, call.what, () => this.#arrive(call, caller));
  }

  async #arrive<Answer>(call: Call<Answer>, caller: Caller<Answer>): Promise<void> {
    const { faults, choices } = this.#simulation;
    const fault = this.#isGone ? undefined : faults.draw(call.kind, call.what);
    if (fault) this.isStruck = true;
    if (fault === "overtaken") {
      this.#isZombie = true;
      const writes = 1 + choices.below(OVERTAKERS_MAX);
      this.#tell(call.what, `stands still until others have written ${writes} times`);
      const goOn = () => this.#perform(call, caller, undefined);
      return this.#simulation.afterWritesTo(call.rows ?? [], writes, ZOMBIE_MAX_MS, this.name, call.what, goOn);
    }
    if (fault !== "delay" && fault !== "freeze") return this.#perform(call, caller, fault);
    const delayMs = choices.pick(DELAYS_MS);
    this.#tell(call.what, `${fault} for ${delayMs / 1000} s`);
    if (fault === "freeze") this.#isZombie = true;
    this.#simulation.in(delayMs, this.name, call.what, () => this.#perform(call, caller, undefined));
  }

  async #perform<Answer>(call: Call<Answer>, caller: Caller<Answer>, fault: Fault | undefined): Promise<void> {
    const { what, effect } = call;
    this.#tell(what, fault);
    switch (fault) {
      case "crash-before":
        return this.crash();
      case "crash-after":
        await effect().catch(() => undefined);
        return this.crash();
      case "reply-lost":
        await effect().catch(() => undefined);
        return this.#settle(caller, async () => call.lost());
      case "request-lost":
        return this.#settle(caller, async () => call.lost());
      case "late": {
        const lateMs = Math.floor(((call.inFlightMs ?? 0) * (1 + this.#simulation.choices.below(4))) / 4);
        this.#simulation.in(lateMs, this.name, `${what}, late`, () => {
          this.#tell(`${what}, late`);
          return effect();
        });
        return this.#settle(caller, async () => call.lost());
      }
      case "duplicate":
        if (call.again) await effect().catch(() => undefined);
        return this.#settle(caller, call.again ?? effect);
      case "throttle":
        return this.#settle(caller, async () => call.throttled());
      case "conflict":
        return this.#settle(caller, async () => (call.conflict ?? call.throttled)());
      case "stale-index":
        return this.#settle(caller, call.stale ?? effect);
      case "lost-pointer":
        // It was accepted, so the caller is none the wiser.
        return this.#settle(caller, async () => undefined as Answer);
      default:
        return this.#settle(caller, effect);
    }
  }

  async #settle<Answer>(caller: Caller<Answer>, effect: () => Promise<Answer>): Promise<void> {
    try {
      const answer = await effect();
      if (!this.#isGone) caller.resolve(answer);
    } catch (error) {
      if (!this.#isGone) caller.reject(error);
    }
  }

  crash(): void {
    this.#isGone = true;
    this.#end({ kind: "crashed" });
  }

  #timeOut(): void {
    this.#tell("is out of time", this.#isZombie ? "given up, and it will wake" : "killed");
    if (!this.#isZombie) this.#isGone = true;
    this.#end({ kind: "timed-out" });
  }

  #end(end: End<T>): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#forgetTimeout();
    this.#onEnd(end);
  }

  #tell(what: string, note?: string): void {
    this.#simulation.tell(this.name, what, this.#isGone ? "arrives after its sender's end" : note);
  }
}
