import { describe, expect, test } from "@jest/globals";
import { MERCHANT_STATUSES, MERCHANT_TRANSITIONS } from "../../../../core/access/domain/merchant.ts";
import { DELIVERY_STATES, DELIVERY_TRANSITIONS } from "../../../../core/events/domain/delivery.ts";
import { sourcesOf, type Transition } from "../../../../core/foundation/domain/transitions.ts";
import {
  PAYMENT_STATES,
  PAYMENT_TRANSITIONS,
  REFUND_STATES,
  REFUND_TRANSITIONS,
} from "../../../../core/payments/domain/payment.ts";
import { SAGA_STATES, SAGA_TRANSITIONS } from "../../../../core/payments/domain/saga.ts";
import { ACCOUNT_STATUSES, ACCOUNT_TRANSITIONS } from "../../../../core/redemptions/domain/account.ts";
import { REDEMPTION_STATES, REDEMPTION_TRANSITIONS } from "../../../../core/redemptions/domain/redemption.ts";

type Rows = readonly Transition<string, string>[];

/** Every allowed `state event -> state`. Whatever is not here must not be in the table, for every other pair. */
const REDEMPTION_MOVES = `
(new)        accept            ACCEPTED
ACCEPTED     claim             CLAIMED
ACCEPTED     expire            FAILED
CLAIMED      reclaim           CLAIMED
CLAIMED      yield             ACCEPTED
CLAIMED      expire            FAILED
CLAIMED      send              SENDING
SENDING      takeover          UNKNOWN
SENDING      succeed           SUCCEEDED
SENDING      decline           FAILED
SENDING      doubt             UNKNOWN
UNKNOWN      takeover          UNKNOWN
UNKNOWN      resend            SENDING
UNKNOWN      succeed           SUCCEEDED
UNKNOWN      decline           FAILED
UNKNOWN      doubt             UNKNOWN
UNKNOWN      park              NEEDS_REVIEW
FAILED       retry             ACCEPTED
NEEDS_REVIEW resolve-succeeded SUCCEEDED
NEEDS_REVIEW resolve-failed    FAILED`;

const ACCOUNT_MOVES = `
(new)      add      WAITING
WAITING    acquire  LOCKING
PROCESSING acquire  LOCKING
LOCKING    acquire  LOCKING
LOCKING    fill     PROCESSING
LOCKING    complete COMPLETED
LOCKING    release  WAITING
LOCKING    release  PROCESSING`;

const PAYMENT_MOVES = `
(new)              accept       PROCESSING
PROCESSING         ask-customer REQUIRES_ACTION
PROCESSING         doubt        UNKNOWN
PROCESSING         settle       SUCCEEDED
PROCESSING         decline      DECLINED
PROCESSING         cancel       CANCELLED
PROCESSING         park         NEEDS_REVIEW
REQUIRES_ACTION    doubt        UNKNOWN
REQUIRES_ACTION    settle       SUCCEEDED
REQUIRES_ACTION    decline      DECLINED
REQUIRES_ACTION    cancel       CANCELLED
REQUIRES_ACTION    park         NEEDS_REVIEW
UNKNOWN            ask-customer REQUIRES_ACTION
UNKNOWN            doubt        UNKNOWN
UNKNOWN            settle       SUCCEEDED
UNKNOWN            decline      DECLINED
UNKNOWN            cancel       CANCELLED
UNKNOWN            park         NEEDS_REVIEW
SUCCEEDED          refund       PARTIALLY_REFUNDED
SUCCEEDED          refund       REFUNDED
PARTIALLY_REFUNDED refund       PARTIALLY_REFUNDED
PARTIALLY_REFUNDED refund       REFUNDED
DECLINED           refund       REFUNDED
CANCELLED          refund       REFUNDED
NEEDS_REVIEW       resume       PROCESSING`;

const REFUND_MOVES = `
(new)   accept   PENDING
(new)   tell     SUCCEEDED
(new)   dispute  NEEDS_REVIEW
PENDING send     SENT
SENT    takeover UNKNOWN
SENT    doubt    UNKNOWN
SENT    succeed  SUCCEEDED
SENT    fail     FAILED
SENT    park     NEEDS_REVIEW
UNKNOWN send     SENT
UNKNOWN takeover UNKNOWN
UNKNOWN doubt    UNKNOWN
UNKNOWN succeed  SUCCEEDED
UNKNOWN fail     FAILED
UNKNOWN park     NEEDS_REVIEW
NEEDS_REVIEW resolve SUCCEEDED
NEEDS_REVIEW resolve FAILED`;

/** No way leads back from PIVOTED: after it money is captured, and the saga only goes forward. */
const SAGA_MOVES = `
(new)        start       RUNNING
RUNNING      advance     RUNNING
RUNNING      pivot       PIVOTED
RUNNING      decline     COMPENSATING
RUNNING      abort       COMPENSATING
RUNNING      park        NEEDS_REVIEW
PIVOTED      advance     PIVOTED
PIVOTED      complete    COMPLETED
COMPENSATING compensated COMPENSATED
COMPENSATING park        NEEDS_REVIEW
NEEDS_REVIEW retry       RUNNING
NEEDS_REVIEW retry       COMPENSATING
NEEDS_REVIEW compensate  COMPENSATING
NEEDS_REVIEW resolve     PIVOTED
NEEDS_REVIEW resolve     COMPENSATING`;

const MERCHANT_MOVES = `
(new)     create   PENDING
(new)     register ACTIVE
PENDING   activate ACTIVE
SUSPENDED activate ACTIVE
CLOSED    activate ACTIVE
ACTIVE    suspend  SUSPENDED
SUSPENDED close    CLOSED`;

/** Whatever ends but by its endpoint's end can be sent once more. */
const DELIVERY_MOVES = `
(new)     fan-out PENDING
(new)     fan-out HELD
PENDING   claim   SENDING
SENDING   reclaim SENDING
SENDING   deliver DELIVERED
SENDING   fail    PENDING
SENDING   exhaust EXHAUSTED
PENDING   skip    PENDING
PENDING   exhaust EXHAUSTED
PENDING   hold    HELD
SENDING   hold    HELD
PENDING   cancel  CANCELLED
SENDING   cancel  CANCELLED
DELIVERED resend  PENDING
EXHAUSTED resend  PENDING
HELD      resend  PENDING`;

const TABLES: [string, { table: Rows; states: readonly string[]; moves: string; ends: string[] }][] = [
  [
    "redemption",
    { table: REDEMPTION_TRANSITIONS, states: REDEMPTION_STATES, moves: REDEMPTION_MOVES, ends: ["SUCCEEDED"] },
  ],
  ["account", { table: ACCOUNT_TRANSITIONS, states: ACCOUNT_STATUSES, moves: ACCOUNT_MOVES, ends: ["COMPLETED"] }],
  ["payment", { table: PAYMENT_TRANSITIONS, states: PAYMENT_STATES, moves: PAYMENT_MOVES, ends: ["REFUNDED"] }],
  [
    "refund",
    {
      table: REFUND_TRANSITIONS,
      states: REFUND_STATES,
      moves: REFUND_MOVES,
      ends: ["SUCCEEDED", "FAILED"],
    },
  ],
  ["saga", { table: SAGA_TRANSITIONS, states: SAGA_STATES, moves: SAGA_MOVES, ends: ["COMPLETED", "COMPENSATED"] }],
  ["delivery", { table: DELIVERY_TRANSITIONS, states: DELIVERY_STATES, moves: DELIVERY_MOVES, ends: ["CANCELLED"] }],
  ["merchant", { table: MERCHANT_TRANSITIONS, states: MERCHANT_STATUSES, moves: MERCHANT_MOVES, ends: [] }],
];

describe.each(TABLES)("the transitions of a %s", (_name, { table, states, moves, ends }) => {
  const allowed = new Map<string, string[]>();
  for (const line of moves.trim().split("\n")) {
    const [from = "", on = "", to = ""] = line.split(/\s+/);
    allowed.set(`${from} ${on}`, [...(allowed.get(`${from} ${on}`) ?? []), to]);
  }
  const events = [...new Set(table.map(({ on }) => on))];

  test("lead from every state on every event exactly where the protocol says, or nowhere", () => {
    for (const from of ["(new)", ...states]) {
      for (const on of events) {
        const found = table.filter((row) => row.from === from && row.on === on).map(({ to }) => to);
        expect([from, on, found]).toEqual([from, on, allowed.get(`${from} ${on}`) ?? []]);
      }
    }
    expect(table).toHaveLength(moves.trim().split("\n").length);
  });

  test("reach each state from the beginning", () => {
    const reached = new Set(["(new)"]);
    for (let size = 0; size < reached.size; ) {
      size = reached.size;
      for (const { from, to } of table) if (reached.has(from)) reached.add(to);
    }
    expect([...states].filter((state) => !reached.has(state))).toEqual([]);
  });

  test("lead out of every state by somebody's hand, the last ones aside", () => {
    const stuck = states.filter((state) => !table.some(({ from, to }) => from === state && to !== state));
    expect(stuck).toEqual(ends);
  });

  test("say why for each move", () => {
    expect(table.filter(({ why }) => why.trim().length < 10)).toEqual([]);
  });

  test("give a write condition exactly the states that an event may come from", () => {
    for (const on of events) {
      const expected = states.filter((state) => allowed.has(`${state} ${on}`));
      expect(sourcesOf(table, on).sort()).toEqual([...expected].sort());
    }
  });
});

test("what is under way is always moved on by a worker, what is parked only by an operator, a refusal only by its caller", () => {
  const moversOf = (state: string) =>
    new Set(REDEMPTION_TRANSITIONS.filter(({ from, to }) => from === state && from !== to).map(({ by }) => by));
  for (const state of ["ACCEPTED", "CLAIMED", "SENDING", "UNKNOWN"])
    expect(moversOf(state)).toEqual(new Set(["worker"]));
  expect(moversOf("NEEDS_REVIEW")).toEqual(new Set(["operator"]));
  expect(moversOf("FAILED")).toEqual(new Set(["caller"]));
});
