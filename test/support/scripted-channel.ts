import type {
  CancelCall,
  CancelOutcome,
  ChannelEvent,
  ChargeCall,
  ChargeOutcome,
  ChargeQueryOutcome,
  ChargeRef,
  RefundCall,
  RefundOutcome,
  RefundQueryOutcome,
} from "../../core/payments/domain/channel.ts";
import { ChannelInMemory, tradeOf } from "../../sandbox/channel/in-memory.ts";
import { type Charge, captureOf } from "../../sandbox/channel/rows.ts";
import type { Behaviour } from "../../sandbox/channel/rules.ts";

/** What befalls the vendor's answers, beside what it does. */
export interface ChargeScript extends Behaviour {
  /** The first answer never arrives. */
  replyLost?: true;
  /** A query does not repeat the page's address. */
  forgetsUrl?: true;
  /** What the customer would have to do cannot be shown. */
  noPage?: true;
}

const NEVER = Number.POSITIVE_INFINITY;
const REFUSED = { becomes: "declined", declined: "card-declined" } as const;

export const CHARGES = {
  ok: { becomes: "captured" },
  declined: REFUSED,
  action: { becomes: "open" },
  "reply-lost-ok": { becomes: "captured", replyLost: true },
  "reply-lost-declined": { ...REFUSED, replyLost: true },
  "reply-lost-action": { becomes: "open", replyLost: true },
  "forgotten-url": { becomes: "open", replyLost: true, forgetsUrl: true },
  "fails-twice": { becomes: "captured", failsFirst: 2 },
  "fails-always": { becomes: "captured", failsFirst: NEVER },
  "unknown-forever": { becomes: "doubtful", neverAnswers: true, cancelFails: NEVER },
  "cancel-fails-twice": { becomes: "open", cancelFails: 2 },
  "cancel-fails-always": { becomes: "open", cancelFails: NEVER },
  "late-success": { becomes: "open", succeedsAfterCancelMs: 0 },
  "never-voids": { becomes: "open", neverVoids: true },
  "no-page": { becomes: "open", noPage: true },
  "reply-lost-no-page": { becomes: "open", noPage: true, replyLost: true },
  "no-page-cancel-fails-twice": { becomes: "open", noPage: true, cancelFails: 2 },
  "no-page-cancel-fails-always": { becomes: "open", noPage: true, cancelFails: NEVER },
  "no-page-never-voids": { becomes: "open", noPage: true, neverVoids: true },
  "unknown-until-paid": { becomes: "open", isHiddenWhileOpen: true },
} as const satisfies Record<string, ChargeScript>;
export type ChargeKind = keyof typeof CHARGES;

/** What a refund comes to. */
export type RefundKind = "ok" | "declined" | "reply-lost" | "reply-lost-declined" | "fails-twice" | "unknown-forever";

const lost = { outcome: "unknown", reason: "timeout" } as const;
const failed = { outcome: "unknown", reason: "server-error" } as const;

/** The channel's own rules, and a script for its answers: it remembers money, whoever crashes on our side. */
export class ScriptedChannel extends ChannelInMemory {
  /** `<call> <key>` of each call, in order. */
  readonly calls: string[] = [];
  /** The vendor's number that each query and cancel was told. */
  readonly asked: (string | undefined)[] = [];
  refunds: RefundKind = "ok";
  readonly #changes: Map<string, Partial<ChargeScript>>;
  readonly #seen = new Map<string, number>();

  constructor() {
    const changes = new Map<string, Partial<ChargeScript>>();
    super((method, paymentId) => ({
      ...scriptOf(method),
      ...changes.get(paymentId),
      ...(this?.refunds.endsWith("declined") ? { refunds: "refused" } : {}),
    }));
    this.#changes = changes;
  }

  script(paymentMethod: string | undefined): ChargeScript {
    return scriptOf(paymentMethod);
  }

  override async charge(call: ChargeCall): Promise<ChargeOutcome> {
    this.calls.push(`charge ${call.providerKey}`);
    const told = await super.charge(call);
    const script = this.#scriptOf(call.paymentId);
    // The same key brings the same answer, and a second one arrives.
    if (script?.replyLost && this.#count(`reply ${call.paymentId}`) === 0) return lost;
    return told.outcome === "requires-action" && script?.noPage ? unpayable(call.paymentId) : told;
  }

  override async query(ref: ChargeRef): Promise<ChargeQueryOutcome> {
    this.calls.push(`query ${ref.paymentId}`);
    this.asked.push(ref.providerReference);
    const told = await super.query(ref);
    if (told.outcome !== "requires-action") return told;
    const { noPage, forgetsUrl } = this.#scriptOf(ref.paymentId) ?? {};
    const { paymentUrl: _, ...without } = told;
    return noPage ? unpayable(ref.paymentId) : forgetsUrl ? without : told;
  }

  override cancel(call: CancelCall): Promise<CancelOutcome> {
    this.calls.push(`cancel ${call.compensationKey}`);
    this.asked.push(call.providerReference);
    return super.cancel(call);
  }

  override async refund(call: RefundCall): Promise<RefundOutcome> {
    this.calls.push(`refund ${call.providerKey}`);
    const tries = this.#count(`refund ${call.refundId}`);
    const isKnown = (await super.queryRefund(call)).outcome !== "not-found";
    if (!isKnown && this.refunds === "unknown-forever") return lost;
    if (!isKnown && this.refunds === "fails-twice" && tries < 2) return failed;
    const told = await super.refund(call);
    return !isKnown && this.refunds.startsWith("reply-lost") ? lost : told;
  }

  override async queryRefund(call: RefundCall): Promise<RefundQueryOutcome> {
    this.calls.push(`query-refund ${call.refundId}`);
    return this.refunds === "unknown-forever" ? lost : super.queryRefund(call);
  }

  /** The customer acts on the page; what the vendor's webhook then says, when the page still was open. */
  act(paymentId: string, outcome: "paid" | "declined", eventId = `event-${paymentId}-${outcome}`): ChannelEvent {
    this.click(paymentId, outcome);
    return this.event(paymentId, outcome, { eventId });
  }

  /** A webhook of this payment, as the vendor would word it. */
  event(paymentId: string, type: ChannelEvent["type"], change: Partial<ChannelEvent> = {}): ChannelEvent {
    const { asked } = this.charges.get(paymentId) ?? {};
    return {
      eventId: `event-${paymentId}-${type}`,
      type,
      paymentId,
      ...(asked ? { orderNo: asked.orderNo, amount: asked.amount } : {}),
      ...(asked && type === "paid" ? { providerReference: tradeOf(paymentId) } : {}),
      ...change,
    };
  }

  /** Somebody gives money back at the vendor's own desk; what its webhook then says. */
  giveBack(paymentId: string, amount: number, eventId = `event-${paymentId}-back-${this.effects.length}`) {
    if (!this.atDesk(paymentId, { move: "refund", amount })) throw new Error(`${paymentId} has nothing to give back`);
    return this.backEvent(paymentId, eventId);
  }

  /** All that has gone back of a payment, as the vendor tells it. */
  backEvent(paymentId: string, eventId: string): ChannelEvent {
    const refunded = { amount: this.gone(paymentId), currency: "USD" };
    return this.event(paymentId, "refunded", { eventId, refunded, providerReference: tradeOf(paymentId) });
  }

  gone(paymentId: string): number {
    const back = this.effects.filter((effect) => effect.paymentId === paymentId && effect.kind !== "charge");
    return back.reduce((sum, { amount }) => sum + amount, 0);
  }

  /** The vendor has found out what it did, or did it late. */
  becomes(paymentId: string, status: "captured" | "declined" | "open" | "doubtful"): void {
    const row = this.charges.get(paymentId);
    if (!row?.asked) throw new Error(`${paymentId} was never charged`);
    const charge: Charge = { ...row, status, ...(status === "captured" ? { capturedAt: 0 } : {}) };
    const effects = status === "captured" ? [captureOf(charge, row.asked, 0)] : [];
    this.move({ answer: undefined, writes: { charge, effects } });
  }

  /** From now on this payment's calls do not fail. */
  mend(paymentId: string): void {
    this.#changes.set(paymentId, { ...this.#changes.get(paymentId), cancelFails: 0, failsFirst: 0 });
  }

  /** From now on the vendor has nothing to show to this payment's customer. */
  losePage(paymentId: string): void {
    this.#changes.set(paymentId, { ...this.#changes.get(paymentId), noPage: true });
  }

  #scriptOf(paymentId: string): ChargeScript | undefined {
    return this.behaviourOf(this.charges.get(paymentId));
  }

  /** How often before. */
  #count(what: string): number {
    const before = this.#seen.get(what) ?? 0;
    this.#seen.set(what, before + 1);
    return before;
  }
}

function scriptOf(paymentMethod: string | undefined): ChargeScript {
  const found = CHARGES[(paymentMethod ?? "ok") as ChargeKind];
  if (!found) throw new Error(`no script for ${paymentMethod}`);
  return found;
}

function unpayable(paymentId: string) {
  return { outcome: "unpayable", providerReference: tradeOf(paymentId) } as const;
}
