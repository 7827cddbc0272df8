import type { Choices } from "./choices.ts";

/** What a scheduling point is, as far as faults go. */
export type CallKind = "read" | "index-read" | "write" | "provider" | "message" | "execution";
/** `record`: the stream's way to the relay. `machine`: an execution between two states. `answer`: the API's way back to its caller. */
export type PointKind = CallKind | "record" | "machine" | "answer";

const POINTS: readonly PointKind[] = [
  "read",
  "index-read",
  "write",
  "provider",
  "message",
  "execution",
  "record",
  "machine",
  "answer",
];

/**
 * One table: what may strike where. `why` says what it stands for in the world outside; `weight` how often it strikes beside
 * the others.
 */
export const FAULTS = [
  {
    fault: "crash-before",
    strikes: ["read", "index-read", "write", "provider", "message", "execution"],
    weight: 3,
    why: "the process is gone before the request leaves it",
  },
  {
    fault: "crash-after",
    strikes: ["write", "provider", "message", "execution"],
    weight: 4,
    why: "the request took effect, the process is gone before it learns that",
  },
  {
    fault: "reply-lost",
    strikes: ["write", "provider", "message", "execution", "answer"],
    weight: 4,
    why: "it took effect, its answer never arrives, and the process goes on",
  },
  {
    fault: "request-lost",
    strikes: ["provider", "message", "execution"],
    weight: 2,
    why: "it never arrives, and the process learns of no answer",
  },
  {
    fault: "late",
    strikes: ["provider"],
    weight: 4,
    why: "it times out here and takes effect there later, within its bound",
  },
  {
    fault: "duplicate",
    strikes: ["write", "message", "provider", "execution"],
    weight: 2,
    why: "the network or the SDK sends it twice; a transaction has its token",
  },
  {
    fault: "delay",
    strikes: ["read", "index-read", "write", "message", "execution"],
    weight: 3,
    why: "the answer takes its time, up to beyond leases and timeouts",
  },
  {
    fault: "freeze",
    strikes: ["read", "write", "message", "execution"],
    weight: 4,
    why: "a zombie: stands still, is given up, and goes on with what it knew",
  },
  {
    fault: "overtaken",
    strikes: ["write"],
    weight: 6,
    why: "a zombie that wakes right after others have written its rows",
  },
  {
    fault: "throttle",
    strikes: ["read", "index-read", "write", "provider"],
    weight: 1,
    why: "the service asks to come later",
  },
  {
    fault: "conflict",
    strikes: ["write"],
    weight: 1,
    why: "a transaction of others holds the same rows",
  },
  {
    fault: "stale-index",
    strikes: ["index-read"],
    weight: 6,
    why: "an index is behind its table",
  },
  {
    fault: "lost-pointer",
    strikes: ["message", "record"],
    weight: 2,
    why: "a message or a stream record vanishes after it was accepted",
  },
  {
    fault: "execution-aborted",
    strikes: ["machine"],
    weight: 1,
    why: "an execution ends without a word, as when its machine loses power",
  },
] as const satisfies readonly { fault: string; strikes: readonly PointKind[]; weight: number; why: string }[];

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
  readonly #tickets: Record<PointKind, Fault[]>;
  #left = 0;
  #hasBegun = false;

  constructor(choices: Choices, plan: FaultPlan, focus: ReadonlySet<string> = new Set()) {
    this.#choices = choices;
    this.#plan = plan;
    this.#focus = focus;
    this.#tickets = Object.fromEntries(POINTS.map((kind) => [kind, ticketsOf(kind, plan)])) as never;
  }

  begin(): void {
    this.#hasBegun = true;
    this.#left = this.#plan.max;
  }

  end(): void {
    this.#hasBegun = true;
    this.#left = 0;
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
    const tickets = this.#tickets[kind];
    if (this.#left === 0 || tickets.length === 0) return undefined;
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
  return FAULTS.filter(
    ({ fault, strikes }) => (strikes as readonly PointKind[]).includes(kind) && (only?.includes(fault) ?? true),
  ).flatMap(({ fault, weight }) => Array<Fault>(weight).fill(fault));
}
