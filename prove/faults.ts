import type { Choices } from "./choices.ts";

/** What a scheduling point is, as far as faults go. */
export type CallKind = "read" | "index-read" | "write" | "provider" | "message" | "execution";
/** `record`: the stream's way to the relay. `machine`: an execution between two states. `answer`: the API's way back to its caller. */
export type PointKind = CallKind | "record" | "machine" | "answer";

const OUTWARD = ["provider", "message", "execution"] as const;
const EFFECTS = ["write", ...OUTWARD] as const;
const READS = ["read", "index-read"] as const;
/** What no vendor has a part in. */
const OURS = ["write", "message", "execution"] as const;

/** `weight`: how often it strikes beside the others. `why`: what it stands for in the world outside. */
const fault = <Name extends string>(name: Name, weight: number, strikes: readonly PointKind[], why: string) => ({
  fault: name,
  weight,
  strikes,
  why,
});

/** One table: what may strike where. */
export const FAULTS = [
  fault("crash-before", 3, [...READS, ...EFFECTS], "the process is gone before the request leaves it"),
  fault("crash-after", 4, EFFECTS, "the request took effect, the process is gone before it learns that"),
  fault("reply-lost", 4, [...EFFECTS, "answer"], "it took effect, its answer never arrives, and the process goes on"),
  fault("request-lost", 2, OUTWARD, "it never arrives, and the process learns of no answer"),
  fault("late", 4, ["provider"], "it times out here and takes effect there later, within its bound"),
  fault("duplicate", 2, EFFECTS, "the network or the SDK sends it twice; a transaction has its token"),
  fault("delay", 3, [...READS, ...OURS], "the answer takes its time, up to beyond leases and timeouts"),
  fault("freeze", 4, ["read", ...OURS], "a zombie: stands still, is given up, and goes on with what it knew"),
  fault("overtaken", 6, ["write"], "a zombie that wakes right after others have written its rows"),
  fault("throttle", 1, [...READS, "write", "provider"], "the service asks to come later"),
  fault("conflict", 1, ["write"], "a transaction of others holds the same rows"),
  fault("stale-index", 6, ["index-read"], "an index is behind its table"),
  fault("lost-pointer", 2, ["message", "record"], "a message or a stream record vanishes after it was accepted"),
  fault("execution-aborted", 1, ["machine"], "an execution ends without a word, as when its machine loses power"),
];

export type Fault = (typeof FAULTS)[number]["fault"];

/** A process that stands still while the others go on. */
export const STANDSTILLS: ReadonlySet<Fault> = new Set(["delay", "freeze", "overtaken"]);

/** An execution passes dozens of states, and lives by itself: it would take most of the faults. */
const RARITY: Partial<Record<PointKind, number>> = { machine: 0.25 };

export interface FaultPlan {
  /** Of each scheduling point that a fault may strike. */
  probability: number;
  /** When so many have struck, no more do: everything must end after that. */
  max: number;
  /** @default every one */
  only?: readonly Fault[];
  /** @default everywhere */
  at?: readonly PointKind[];
}

/** Calls that name `focus` are struck every other time: whoever hunts for one weak spot need not wait for chance. */
const FOCUS_PROBABILITY = 0.5;
/** A condition is there for what others have written meanwhile. */
const OVERTAKEN_PROBABILITY = 0.5;

/** Which fault strikes a call, if any. Silent until `begin`, and after `end`. */
export class FaultSource {
  readonly counts = new Map<Fault, number>();
  /** Told of each one that strikes. */
  onStrike: (fault: Fault) => void = () => {};
  readonly #choices: Choices;
  readonly #plan: FaultPlan;
  readonly #focus: ReadonlySet<string>;
  #left = 0;
  #hasBegun = false;

  constructor(choices: Choices, plan: FaultPlan, focus: ReadonlySet<string> = new Set()) {
    this.#choices = choices;
    this.#plan = plan;
    this.#focus = focus;
  }

  begin(): void {
    this.#hasBegun = true;
    this.#left = this.#plan.max;
  }

  end(): void {
    this.#hasBegun = true;
    this.#left = 0;
  }

  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** All have struck. */
  get isSpent(): boolean {
    return this.#hasBegun && this.#left === 0;
  }

  get total(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** `what`: the call as the trace names it. */
  draw(kind: PointKind, what = ""): Fault | undefined {
    const tickets = this.#left === 0 ? [] : ticketsOf(kind, this.#plan);
    if (tickets.length === 0) return undefined;
    const isWeakSpot = this.#focus.size > 0 && what.split(" + ").some((name) => this.#focus.has(name));
    const usual = this.#plan.probability * (RARITY[kind] ?? 1);
    if (!this.#choices.chance(isWeakSpot ? FOCUS_PROBABILITY : usual)) return undefined;
    const fault =
      isWeakSpot && tickets.includes("overtaken") && this.#choices.chance(OVERTAKEN_PROBABILITY)
        ? "overtaken"
        : tickets[this.#choices.below(tickets.length)];
    if (fault === undefined) return undefined;
    this.#left--;
    this.counts.set(fault, (this.counts.get(fault) ?? 0) + 1);
    this.onStrike(fault);
    return fault;
  }
}

function ticketsOf(kind: PointKind, { only, at }: FaultPlan): Fault[] {
  if (at && !at.includes(kind)) return [];
  const striking = FAULTS.filter((each) => each.strikes.includes(kind) && (only?.includes(each.fault) ?? true));
  return striking.flatMap(({ fault, weight }) => Array<Fault>(weight).fill(fault));
}
