import type { PaymentMethod } from "../../sandbox/channel/rules.ts";
import type { CardKind } from "../../sandbox/exchange/rules.ts";
import { Random } from "./random.ts";

/** What a seed stands for: which stories are told and what is killed, one after the other, without an end. */

export const KILLS = ["function", "queues", "engine", "everything"] as const;
export type KillKind = (typeof KILLS)[number];

/**
 * Functions die often, whole machines seldom. Queues too: the sweeper's messages are delayed by up to a minute, and were
 * they lost each time, cards would reach their age limit before anybody came for them.
 */
const KILL_WEIGHTS: Record<KillKind, number> = { function: 20, queues: 1, engine: 4, everything: 1 };
/** So short that a kill often meets the recovery from the one before, so long that work is done in between. */
const KILL_PAUSE_MS = [300, 5000] as const;

/** What a client does with one card beside handing it in. */
export type CardTwist = "once" | "same-key" | "twins" | "other-body" | "other-key";
/** What merchant, customer and operator do with one payment. */
export type PaymentTwist =
  | "wait"
  | "cancel"
  | "refund"
  | "refunds-at-once"
  | "told-early"
  | "told-again"
  | "same-key"
  | "other-body"
  | "order-twin"
  | "paid-again"
  | "paid"
  | "declined"
  | "paid-and-cancelled"
  | "resolved";

export type Story =
  | { kind: "card"; card: CardKind; amount: number; twist: CardTwist }
  | { kind: "batch"; mode: "partial" | "atomic"; cards: CardKind[]; amount: number; isRepeated: boolean }
  | { kind: "payment"; method: PaymentMethod; twist: PaymentTwist }
  | { kind: "code"; uses: number; users: number; isRepeated: boolean }
  | { kind: "withdrawal"; account: PayoutAccount; count: number; isRepeated: boolean }
  | { kind: "purchase"; stock: number; users: number }
  | { kind: "notification"; mode: "partial" | "atomic"; mailboxes: MailboxKind[]; isRepeated: boolean }
  | { kind: "forgery" }
  | { kind: "operator" }
  | { kind: "accounts"; count: number }
  | { kind: "forgetting"; mailbox: MailboxKind };

export interface Planned<T> {
  /** Since the one before. */
  afterMs: number;
  what: T;
}

const STORY_WEIGHTS: Record<Story["kind"], number> = {
  card: 30,
  code: 4,
  batch: 8,
  payment: 40,
  purchase: 4,
  withdrawal: 5,
  forgery: 4,
  notification: 4,
  operator: 8,
  accounts: 6,
  forgetting: 4,
};
/** Two in a second: with what they bring along two processor cores keep up, and whatever piles up in a restart is worked off. */
const STORY_PAUSE_MS = [200, 800] as const;
/** Minor units: ten to fifty cards fill an account. */
const CARD_AMOUNTS = [200, 500, 1000] as const;
/** As many as a partial batch commits in a breath, so that kills meet it in its middle. */
const BATCH_ITEMS = [2, 16] as const;
/** Of one code, and who types it: often more than it is for. */
const USES = [1, 4] as const;
const USERS = [2, 6] as const;
/** Accounts of the sandbox that decide by themselves. */
const PAYOUT_WEIGHTS = {
  pd_ok: 6,
  pd_timeout_then_ok: 4,
  pd_500_once: 3,
  pd_declined: 2,
  pd_timeout_then_declined: 2,
  pd_returned: 3,
  pd_twice_told: 3,
};
export type PayoutAccount = keyof typeof PAYOUT_WEIGHTS;
/** Mailboxes of the sandbox that decide by themselves, and how many stand in a batch. */
const MAILBOX_WEIGHTS = { ok: 6, slow: 3, bounce: 2, "timeout-then-ok": 4, "500-once": 3 };
export type MailboxKind = keyof typeof MAILBOX_WEIGHTS;
const MAILS = [1, 6] as const;
/** Of a wallet that has room for two. */
const WITHDRAWALS = [1, 4] as const;
/** Of one offer, and who orders it. */
const STOCK = [1, 3] as const;
const BUYERS = [1, 5] as const;
/** Several times as many accounts as the cards can fill. */
const ACCOUNTS = [2, 6] as const;

const CARD_WEIGHTS: Record<CardKind, number> = {
  OK: 40,
  SLOW: 12,
  REJECT: 12,
  "TIMEOUT-THEN-OK": 12,
  "500-ONCE": 10,
  "NOKEY-TIMEOUT-THEN-OK": 8,
  // Each holds its account until an operator has looked.
  "TIMEOUT-NEVER": 3,
};
const CARD_TWISTS: Record<CardTwist, number> = { once: 4, "same-key": 3, twins: 2, "other-body": 1, "other-key": 2 };

const METHOD_WEIGHTS: Record<PaymentMethod, number> = {
  pm_ok: 26,
  pm_500_twice: 8,
  pm_timeout_then_ok: 12,
  pm_declined: 10,
  pm_timeout_then_declined: 8,
  pm_unknown_forever: 3,
  pm_action: 24,
  pm_cancel_fails_twice: 5,
  pm_cancel_fails_always: 2,
  pm_late_success: 6,
};
type Twists = Partial<Record<PaymentTwist, number>>;
const CAPTURED: Twists = { wait: 3, cancel: 2, refund: 3, "refunds-at-once": 2, "same-key": 2, "order-twin": 1 };
const REFUSED: Twists = { wait: 2, "paid-again": 2, "same-key": 1 };
const PAYMENT_TWISTS: Record<PaymentMethod, Twists> = {
  pm_ok: { ...CAPTURED, "other-body": 1 },
  pm_500_twice: CAPTURED,
  pm_timeout_then_ok: { ...CAPTURED, "told-early": 4 },
  pm_declined: REFUSED,
  pm_timeout_then_declined: REFUSED,
  pm_unknown_forever: { wait: 1, resolved: 1 },
  pm_action: { paid: 4, declined: 2, cancel: 2, "paid-and-cancelled": 3, "told-again": 2 },
  pm_cancel_fails_twice: { cancel: 1 },
  pm_cancel_fails_always: { wait: 1, resolved: 1 },
  pm_late_success: { cancel: 1 },
};

/** One of each kind first, so that also a short run has them all. */
export function* kills(seed: string): Generator<Planned<KillKind>, never> {
  const random = new Random(seed).fork("kills");
  const afterMs = () => random.between(...KILL_PAUSE_MS);
  for (const what of random.shuffled(KILLS)) yield { afterMs: afterMs(), what };
  for (;;) yield { afterMs: afterMs(), what: random.weighted(KILL_WEIGHTS) };
}

export function* stories(seed: string): Generator<Planned<Story>, never> {
  const random = new Random(seed).fork("stories");
  for (;;) yield { afterMs: random.between(...STORY_PAUSE_MS), what: story(random) };
}

function story(random: Random): Story {
  const kind = random.weighted(STORY_WEIGHTS);
  switch (kind) {
    case "card": {
      const [card, twist] = [random.weighted(CARD_WEIGHTS), random.weighted(CARD_TWISTS)];
      return { kind, card, amount: random.pick(CARD_AMOUNTS), twist };
    }
    case "batch": {
      const cards = Array.from({ length: random.between(...BATCH_ITEMS) }, () => random.weighted(CARD_WEIGHTS));
      const mode = random.pick(["partial", "partial", "atomic"] as const);
      return { kind, mode, cards, amount: random.pick(CARD_AMOUNTS), isRepeated: random.next() < 0.5 };
    }
    case "payment": {
      const method = random.weighted(METHOD_WEIGHTS);
      return { kind, method, twist: random.weighted<PaymentTwist>(PAYMENT_TWISTS[method]) };
    }
    case "code":
      return { kind, uses: random.between(...USES), users: random.between(...USERS), isRepeated: random.next() < 0.5 };
    case "withdrawal": {
      const [account, count] = [random.weighted(PAYOUT_WEIGHTS), random.between(...WITHDRAWALS)];
      return { kind, account, count, isRepeated: random.next() < 0.5 };
    }
    case "purchase":
      return { kind, stock: random.between(...STOCK), users: random.between(...BUYERS) };
    case "notification": {
      const mailboxes = Array.from({ length: random.between(...MAILS) }, () => random.weighted(MAILBOX_WEIGHTS));
      return { kind, mode: random.pick(["partial", "atomic"] as const), mailboxes, isRepeated: random.next() < 0.5 };
    }
    case "forgetting":
      return { kind, mailbox: random.weighted(MAILBOX_WEIGHTS) };
    case "accounts":
      return { kind, count: random.between(...ACCOUNTS) };
    case "forgery":
    case "operator":
      return { kind };
  }
}
