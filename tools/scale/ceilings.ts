import { CONTRACT, LIMITS } from "../../core/foundation/domain/limits.ts";
import type { Journey } from "./journeys.ts";

/** What no spread of ours can raise: many things meet at one row or partition, and the reason why. */
export interface Ceiling {
  /** `where` and `name` of what is shared, for writes or reads. */
  at: readonly (readonly [kind: "read" | "write", where: string, name: string])[];
  /** What is counted. */
  of: string;
  journey: Journey;
  /** A second, of what is narrower than a partition's units: assumed, by the time that one takes. */
  narrower?: number;
  reason: string;
  lever: string;
}

/** Of a merchant's server. */
const ANSWER_SECONDS = 0.2;

export const CEILINGS: readonly Ceiling[] = [
  {
    at: [["write", "transient", "RATE#<merchant>"]],
    of: "lots of requests of one merchant",
    journey: "lot of requests",
    reason: `A merchant's requests are counted in one row, a write for each ${CONTRACT.requestLot} that one process has let through, or two.`,
    lever: "Larger lots. No merchant's limit may be so high that the row would be full.",
  },
  {
    at: [["write", "main", "WALLET#<merchant>#USD"]],
    of: "settled payments of one merchant and currency",
    journey: "payment",
    narrower: 100,
    reason:
      "A merchant has one wallet row for each currency, so that a balance is one number that a condition can look at. Transactions that meet at the row refuse each other and are tried again: if each takes some 10 ms, that begins at about 100 a second, far below what the units allow.",
    lever: "Wallets in slots, as stock has them, or credits that are gathered and added once a second.",
  },
  {
    at: [["write", "main", "WALLET#<merchant>#USD"]],
    of: "withdrawals of one merchant and currency",
    journey: "withdrawal",
    narrower: 50,
    reason:
      "The same row, which is met twice: the amount is frozen and leaves. Its conflicts begin at some 50 a second.",
    lever: "As above; a merchant's withdrawals may be gathered by the merchant, too.",
  },
  {
    at: [
      ["write", "main", "WDDAY#<merchant>#USD#<day>"],
      ["write", "main", "POLICY#<merchant>"],
      ["write", "main", "DEST#<merchant>#<dst>"],
    ],
    of: "withdrawals of one merchant, currency and day",
    journey: "withdrawal",
    reason:
      "The day's sum is one row; policy and destination are looked at under a condition, which costs as much as a write.",
    lever: "None is needed while the wallet is narrower.",
  },
  {
    at: [["write", "main", "ACC#<merchant>#<acc>"]],
    of: "redemptions into one account",
    journey: "redemption",
    narrower: 1,
    reason:
      "An account is leased for one call at a time: by its lease it takes one in the time of a call, some one a second.",
    lever: "More accounts; 10,000 a second need 10,000 of them that are free.",
  },
  {
    at: [["write", "main/selection", "SEL#<merchant>#PROCESSING#<pln>"]],
    of: "redemptions of one plan",
    journey: "redemption",
    reason:
      "The accounts that a plan fills stand in one partition of the index, from which each lease takes one and to which it comes back. They stand there at random places, so that DynamoDB may split the partition by its sort key under lasting load.",
    lever: "Several plans; or parts by the account's place, for plans that have many accounts.",
  },
  {
    at: [["read", "main/selection", "SEL#<merchant>#PROCESSING#<pln>"]],
    of: "looks for an account of one plan",
    journey: "redemption",
    reason:
      "Of the same partition, read once for each lease while accounts are free, up to four times when they are scarce.",
    lever: "As above.",
  },
  {
    at: [["write", "events", "LANE#<merchant>#<whe>"]],
    of: "deliveries to one endpoint",
    journey: "redemption",
    narrower: LIMITS.production.delivery.lanes / ANSWER_SECONDS,
    reason:
      "An endpoint is called by eight at once at most: a server that answers within 0.2 s gets 40 a second. What is more waits, and lists keep up with it.",
    lever: "More endpoints, each for some types of events; or more lanes.",
  },
  {
    at: [["read", "main", "ENDPOINT#<merchant>"]],
    of: "events of one merchant that are delivered",
    journey: "redemption",
    reason:
      "The endpoints are read once for the events that come together, and once before each try, always consistent.",
    lever:
      "A copy in each process, a second old: a try that meets an endpoint which has just ended is refused by its claim.",
  },
  {
    at: [["write", "main", "CODESLOT#<merchant>#<cod>#*"]],
    of: "uses of one code",
    journey: "code use",
    reason:
      "A code with many uses has 32 slots, each a row of its own. Conflicts begin at some hundred a second and slot.",
    lever: "More slots: who finds its own empty looks at all of them in one transaction of 100 rows at most.",
  },
  {
    at: [["read", "main", "CODE#<merchant>#<cod>"]],
    of: "uses of one code",
    journey: "code use",
    reason: "Each use reads the code's own row, always consistent.",
    lever: "A copy in each process of what never changes of it; its use is decided by its slots.",
  },
  {
    at: [["write", "main", "STOCK#<merchant>#<off>#*"]],
    of: "orders of one offer, reserved and finished",
    journey: "order and payment",
    reason: "An offer's stock has 32 slots, likewise.",
    lever: "As above. An offer without a stock has none of these rows.",
  },
];
