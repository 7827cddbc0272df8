import type { InvariantId } from "../../invariants/find-violations.ts";
import type { ClientCall, ExchangeEffect, Row } from "../../invariants/snapshot.ts";
import type { History } from "./healthy-history.ts";

/** A copy of the healthy world, to be spoilt. */
export class SpoiltWorld {
  readonly snapshot: {
    main: Row[];
    announced: Row[];
    transient: Row[];
    effects: { exchange: ExchangeEffect[]; channel: [] };
    calls: ClientCall[];
  };
  readonly #redemptionIds: History["redemptionIds"];

  constructor({ snapshot, redemptionIds }: History) {
    this.snapshot = structuredClone(snapshot) as unknown as SpoiltWorld["snapshot"];
    this.#redemptionIds = redemptionIds;
  }

  id(code: string): string {
    return this.#redemptionIds[code] ?? "";
  }

  row(pkPart: string, sk = "HEAD"): Row {
    return the(this.snapshot.main.find((row) => row.pk.includes(pkPart) && row.sk.startsWith(sk)));
  }

  /** An outbox row, as it was written. */
  message(subjectId = ""): Row {
    return the(this.snapshot.announced.find(({ pk }) => pk.startsWith(`OUT#acme#${subjectId}`)));
  }

  unsay(message: Row): void {
    this.snapshot.announced.splice(this.snapshot.announced.indexOf(message), 1);
  }

  /** Nobody has sent it, and taken it away. */
  leave(message: Row, change: Partial<Row> = {}): void {
    this.snapshot.main.push({ ...structuredClone(message), ...change });
  }

  head = (code: string) => this.row(`RDM#acme#${this.id(code)}`);
  attempt = (code: string, number = 1) => this.row(`RDM#acme#${this.id(code)}`, `ATTEMPT#${number}`);
  ledger = (code: string) => this.row(`LEDGER#acme#${this.id(code)}`);
  account = (code: string) => this.row(`ACC#acme#${this.head(code).accountId}`);
  effect = (code: string) => the(this.snapshot.effects.exchange.find((effect) => effect.code === code));
  call = (key: string) => the(this.snapshot.calls.find((call) => call.key === key));

  remove(row: Row): void {
    this.snapshot.main.splice(this.snapshot.main.indexOf(row), 1);
  }
}

function the<T>(found: T | undefined): T {
  if (found === undefined) throw new Error("the healthy history lacks what this test spoils");
  return found;
}

type Plant = [what: string, plant: (world: SpoiltWorld) => void];

/** What breaks each invariant that redemptions can break. */
export const PLANTS: Record<
  Exclude<
    InvariantId,
    | "I5"
    | "I6"
    | "I7"
    | "I14"
    | "I17"
    | "I20"
    | "I21"
    | "I23"
    | "I24"
    | "I25"
    | "I26"
    | "I27"
    | "I28"
    | "I29"
    | "I30"
    | "I33"
  >,
  Plant[]
> = {
  I1: [
    ["a second effect under the same key", (w) => w.snapshot.effects.exchange.push({ ...w.effect("CARD-GOOD-0001") })],
    [
      "one card, written in another way, for two redemptions",
      (w) => {
        const providerKey = w.effect("CARD-GOOD-0002").providerKey;
        w.snapshot.effects.exchange.push({ ...w.effect("CARD-GOOD-0001"), code: "card good 0001", providerKey });
      },
    ],
    [
      "a second effect under a key that an operator has decided",
      (w) => {
        decided(w, "CARD-GOOD-0001");
        w.snapshot.effects.exchange.push({ ...w.effect("CARD-GOOD-0001") });
      },
    ],
    [
      "two effects beside an attempt that an operator has decided",
      (w) => {
        decided(w, "CARD-GOOD-0001");
        const { providerKey, ...effect } = w.effect("CARD-GOOD-0001");
        const other = (attempt: number) => String(providerKey).replace(/#1$/, `#${attempt}`);
        w.snapshot.effects.exchange.push(...[2, 3].map((each) => ({ ...effect, providerKey: other(each) })));
      },
    ],
  ],
  I2: [
    ["a success without effect", (w) => w.snapshot.effects.exchange.splice(0, 1)],
    ["a success without booking", (w) => w.remove(w.ledger("CARD-GOOD-0001"))],
    ["a booking of what is still open", (w) => Object.assign(w.head("CARD-GOOD-0001"), { state: "UNKNOWN" })],
    ["an effect that nobody asked for", (w) => Object.assign(w.effect("CARD-GOOD-0001"), { providerKey: "rdm_x_1#1" })],
    ["other money booked than took effect", (w) => Object.assign(w.effect("CARD-GOOD-0001"), { amount: 999 })],
    ["an effect of another attempt", (w) => Object.assign(w.head("CARD-GOOD-0001"), { providerKey: "another#2" })],
    [
      "an operator's success that was not booked",
      (w) => {
        decided(w, "CARD-GOOD-0001");
        w.remove(w.ledger("CARD-GOOD-0001"));
      },
    ],
    [
      "an operator's success that was booked with other money",
      (w) => {
        decided(w, "CARD-GOOD-0001");
        Object.assign(w.head("CARD-GOOD-0001"), { amount: { amount: 999, currency: "USD" } });
      },
    ],
    [
      "an operator's refusal that was booked",
      (w) => {
        decided(w, "CARD-GOOD-0001");
        Object.assign(w.head("CARD-GOOD-0001"), { state: "FAILED" });
      },
    ],
    ["a booking of no redemption", (w) => Object.assign(w.ledger("CARD-GOOD-0001"), { subjectId: "rdm_acme_0" })],
  ],
  I3: [
    [
      "an effect of a refused attempt",
      (w) => {
        const providerKey = String(w.attempt("CARD-FAIL-0004", 1).providerKey);
        w.snapshot.effects.exchange.push({ code: "CARD-FAIL-0004", amount: 1000, currency: "USD", providerKey });
      },
    ],
    [
      "an effect of a refused attempt before one that an operator has decided",
      (w) => {
        decided(w, "CARD-FAIL-0004", 2);
        const providerKey = String(w.attempt("CARD-FAIL-0004", 1).providerKey);
        w.snapshot.effects.exchange.push({ code: "CARD-FAIL-0004", amount: 1000, currency: "USD", providerKey });
      },
    ],
  ],
  I4: [
    ["a balance above its bookings", (w) => Object.assign(w.account("CARD-GOOD-0001"), { balance: 5000 })],
    ["a negative balance", (w) => Object.assign(w.account("CARD-GOOD-0001"), { balance: -1 })],
    [
      "postings that do not sum to zero",
      (w) => (w.ledger("CARD-GOOD-0001").postings as { amount: number }[]).splice(1, 1),
    ],
    [
      "a booking in another currency",
      (w) => {
        for (const posting of w.ledger("CARD-GOOD-0001").postings as { currency: string }[]) posting.currency = "EUR";
      },
    ],
    ["a booking to no account", (w) => w.remove(w.account("CARD-GOOD-0001"))],
  ],
  I8: [
    ["another body under the same key", (w) => w.snapshot.calls.push({ ...w.call("single"), body: "{}" })],
    ["another status under the same key", (w) => w.snapshot.calls.push({ ...w.call("single"), status: 200 })],
    [
      "a final refusal after a success",
      (w) => {
        const body = JSON.stringify({ code: "already-redeemed", retryable: false });
        w.snapshot.calls.push({ ...w.call("single"), status: 409, body });
      },
    ],
  ],
  I9: [
    ["two bodies executed under one key", (w) => w.snapshot.calls.push({ ...w.call("single"), fingerprint: "other" })],
  ],
  I11: [
    [
      "an account leased by what has ended",
      (w) => {
        const leaseOwner = w.id("CARD-GOOD-0001");
        Object.assign(w.account("CARD-GOOD-0001"), { status: "LOCKING", previousStatus: "PROCESSING", leaseOwner });
      },
    ],
    ["two redemptions on one account", (w) => Object.assign(w.head("CARD-GOOD-0001"), doubt(w, "CARD-DEAF-0006"))],
    ["a send without an account", (w) => Reflect.deleteProperty(w.head("CARD-DEAF-0006"), "accountId")],
    ["an account in doubt that was freed", (w) => Object.assign(w.account("CARD-DEAF-0006"), { status: "WAITING" })],
    ["an older fence", (w) => Object.assign(w.account("CARD-DEAF-0006"), { fencingToken: 99 })],
    [
      "a leased account that may be selected",
      (w) => Object.assign(w.account("CARD-DEAF-0006"), { selectionPk: "SEL#" }),
    ],
  ],
  I12: [
    ["a finished row that is due", (w) => Object.assign(w.head("CARD-GOOD-0001"), { duePk: "RDM#0", dueAt: 1 })],
    ["a parked row that is due", (w) => Object.assign(w.head("CARD-DEAF-0006"), { duePk: "RDM#0", dueAt: 1 })],
    ["work that nobody comes for", (w) => Object.assign(w.head("CARD-GOOD-0001"), { state: "ACCEPTED" })],
    [
      "a row due where no sweeper reads",
      (w) => Object.assign(w.head("CARD-GOOD-0001"), { state: "ACCEPTED", duePk: "RDM#999", dueAt: 1 }),
    ],
    ["an unsent outbox row that is not due", (w) => w.leave(w.message(), { duePk: undefined, dueAt: undefined })],
    ["a parked row that no operator sees", (w) => w.remove(w.row(`REVIEW#acme#${w.id("CARD-DEAF-0006")}`))],
  ],
  I13: [
    ["a state that does not exist", (w) => Object.assign(w.head("CARD-GOOD-0001"), { state: "PAID" })],
    ["a sixth attempt", (w) => Object.assign(w.head("CARD-FAIL-0004"), { attempt: 6 })],
    ["a sixth send", (w) => Object.assign(w.head("CARD-DEAF-0006"), { sends: 6 })],
    ["an ended redemption that keeps its code", (w) => Object.assign(w.head("CARD-GOOD-0001"), { codeCipher: "x" })],
    [
      "a new provider key within an attempt",
      (w) => Object.assign(w.head("CARD-DEAF-0006"), { providerKey: "other#1" }),
    ],
    ["an end without its attempt", (w) => w.remove(w.attempt("CARD-GOOD-0001"))],
    ["an attempt after a success", (w) => Object.assign(w.attempt("CARD-FAIL-0004", 1), { outcome: "SUCCEEDED" })],
    ["a story that goes on after its end", (w) => events(w, "CARD-GOOD-0001").push({ event: "sent" })],
    ["a story that begins with its end", (w) => events(w, "CARD-SLOW-0003").shift()],
    ["a worker that touched what was parked", (w) => events(w, "CARD-DEAF-0006").push({ event: "not-found" })],
    ["a word on what was not parked", (w) => events(w, "CARD-GOOD-0001").splice(1, 1, { event: "resolved" })],
    [
      "an account completed before its target",
      (w) =>
        Object.assign(w.account("CARD-DEAF-0006"), { status: "COMPLETED", planId: w.head("CARD-DEAF-0006").planId }),
    ],
    ["a success that was left", (w) => reading(w, "SUCCEEDED", 1, "SENDING", 1)],
    ["an attempt that went back", (w) => reading(w, "FAILED", 2, "ACCEPTED", 1)],
  ],
  I15: [
    ["an answer without its record", (w) => w.snapshot.transient.splice(0)],
    ["an answer other than the stored one", (w) => Object.assign(record(w, "single"), { body: "{}" })],
    ["a status other than the stored one", (w) => Object.assign(record(w, "single"), { httpStatus: 200 })],
    ["a record still in progress", (w) => Object.assign(record(w, "batch"), { status: "IN_PROGRESS" })],
    ["verdicts other than the answered ones", (w) => Object.assign(record(w, "batch"), { verdicts: "[]" })],
    ["a redemption that was answered and is not there", (w) => w.remove(w.head("CARD-GOOD-0001"))],
    ["an item that its batch does not have", (w) => w.remove(w.row("BATCH#acme#batch-1", "ITEM#"))],
    ["a plan that was answered and is not there", (w) => w.remove(w.row("PLN#"))],
    ["an attempt that was answered and is not there", (w) => Object.assign(w.head("CARD-GOOD-0001"), { attempt: 0 })],
  ],
  I16: [
    ["an acceptance without its outbox row", (w) => w.unsay(w.message())],
    ["an event without its redemption", (w) => Object.assign(w.message(), { ref: { redemptionId: "rdm_acme_0" } })],
    ["a row that was never sent", (w) => w.leave(w.message())],
  ],
  I19: [
    ["a redemption that never ends", (w) => Object.assign(w.head("CARD-GOOD-0001"), { state: "UNKNOWN" })],
    ["a person asked without need", (w) => Object.assign(w.head("CARD-GOOD-0001"), { state: "NEEDS_REVIEW" })],
  ],
};

/** As if the redemption were in doubt on the other one's account. */
function doubt(world: SpoiltWorld, code: string) {
  const { accountId, accountFence } = world.head(code);
  return { state: "UNKNOWN", accountId, accountFence };
}

function events(world: SpoiltWorld, code: string, attempt = 1): { event: string }[] {
  return world.attempt(code, attempt).events as { event: string }[];
}

/** An operator's word: what the exchange did under this attempt's key is no rule's business any more. */
function decided(world: SpoiltWorld, code: string, attempt = 1): void {
  events(world, code, attempt).push({ event: "resolved" });
}

function record(world: SpoiltWorld, key: string): Row {
  return the(world.snapshot.transient.find((row) => row.key === key));
}

function reading(
  world: SpoiltWorld,
  ...[status, attempt, nextStatus, nextAttempt]: [string, number, string, number]
): void {
  const first = the(world.snapshot.calls.find(({ route }) => route.startsWith("GET")));
  const at = (ms: number, status: string, attempt: number) =>
    world.snapshot.calls.push({
      ...first,
      sentAt: ms,
      receivedAt: ms,
      body: JSON.stringify({ redemptionId: "r", status, attempt }),
    });
  at(1, status, attempt);
  at(2, nextStatus, nextAttempt);
}
