import type { Money } from "../../core/foundation/domain/money.ts";
import type {
  CancelCall,
  CancelOutcome,
  ChannelEvent,
  ChargeCall,
  ChargeOutcome,
  ChargeQueryOutcome,
  ChargeRef,
  PaymentChannel,
  RefundCall,
  RefundOutcome,
  RefundQueryOutcome,
} from "../../core/payments/domain/channel.ts";

/** What a channel makes of a payment: the real world behind the port. */
export interface ChargeScript {
  becomes: "captured" | "open" | "declined" | "doubtful";
  /** The effect is there, its answer never arrives. */
  replyLost?: boolean;
  /** So many first calls fail without an effect. */
  failsFirst?: number;
  /** So many first cancels fail without an effect. */
  cancelFails?: number;
  /** A captured charge cannot be voided here: it has to be refunded. */
  neverVoids?: boolean;
  /** The cancel is answered, and the money comes in all the same. */
  succeedsAfterCancel?: boolean;
  /** The vendor knows a charge only once its customer has come. */
  unknownUntilPaid?: boolean;
  /** A query does not repeat the page's address. */
  forgetsUrl?: boolean;
  /** What the customer would have to do cannot be shown. */
  noPage?: boolean;
}

const NEVER = Number.POSITIVE_INFINITY;

export const CHARGES = {
  ok: { becomes: "captured" },
  declined: { becomes: "declined" },
  action: { becomes: "open" },
  "reply-lost-ok": { becomes: "captured", replyLost: true },
  "reply-lost-declined": { becomes: "declined", replyLost: true },
  "reply-lost-action": { becomes: "open", replyLost: true },
  "forgotten-url": { becomes: "open", replyLost: true, forgetsUrl: true },
  "fails-twice": { becomes: "captured", failsFirst: 2 },
  "fails-always": { becomes: "captured", failsFirst: NEVER },
  "unknown-forever": { becomes: "doubtful", replyLost: true, cancelFails: NEVER },
  "cancel-fails-twice": { becomes: "open", cancelFails: 2 },
  "cancel-fails-always": { becomes: "open", cancelFails: NEVER },
  "late-success": { becomes: "open", succeedsAfterCancel: true },
  "never-voids": { becomes: "open", neverVoids: true },
  "no-page": { becomes: "open", noPage: true },
  "reply-lost-no-page": { becomes: "open", noPage: true, replyLost: true },
  "no-page-cancel-fails-twice": { becomes: "open", noPage: true, cancelFails: 2 },
  "no-page-cancel-fails-always": { becomes: "open", noPage: true, cancelFails: NEVER },
  "no-page-never-voids": { becomes: "open", noPage: true, neverVoids: true },
  "unknown-until-paid": { becomes: "open", unknownUntilPaid: true },
} as const satisfies Record<string, ChargeScript>;
export type ChargeKind = keyof typeof CHARGES;

/** What a refund comes to. */
export type RefundKind = "ok" | "declined" | "reply-lost" | "reply-lost-declined" | "fails-twice" | "unknown-forever";

interface Charge {
  status: "captured" | "open" | "declined" | "doubtful" | "closed";
  amount: Money;
  orderNo: string;
  trade: string;
  voided?: number;
}

export interface MoneyMove {
  /** `outside`: at the vendor's own desk. */
  kind: "capture" | "void" | "refund" | "outside";
  paymentId: string;
  amount: number;
  key: string;
}

const lost = { outcome: "unknown", reason: "timeout" } as const;
const failed = { outcome: "unknown", reason: "server-error" } as const;

/** A scripted channel: it remembers money as a vendor would, whoever crashes on our side. */
export class ScriptedChannel implements PaymentChannel {
  readonly moves: MoneyMove[] = [];
  /** `<call> <key>` of each call, in order. */
  readonly calls: string[] = [];
  /** The vendor's number that each query and cancel was told. */
  readonly asked: (string | undefined)[] = [];
  readonly charges = new Map<string, Charge>();
  refunds: RefundKind = "ok";
  readonly #seen = new Map<string, number>();
  readonly #refunded = new Map<string, RefundOutcome>();

  script(paymentMethod: string | undefined): ChargeScript {
    const found = CHARGES[(paymentMethod ?? "ok") as ChargeKind];
    if (!found) throw new Error(`no script for ${paymentMethod}`);
    return found;
  }

  async charge(call: ChargeCall): Promise<ChargeOutcome> {
    this.calls.push(`charge ${call.providerKey}`);
    const script = this.script(call.paymentMethod);
    const { paymentId, amount, orderNo } = call;
    if (!this.charges.has(paymentId)) {
      if (this.#count(`charge ${paymentId}`) < (script.failsFirst ?? 0)) return failed;
      this.charges.set(paymentId, { status: script.becomes, amount, orderNo, trade: `trade-${paymentId}` });
      this.#methods.set(paymentId, script);
      if (script.becomes === "captured") this.#capture(paymentId);
    }
    // The same key brings the same answer, and a second one arrives.
    if (script.replyLost && (script.becomes === "doubtful" || this.#count(`reply ${paymentId}`) === 0)) return lost;
    const told = this.#told(paymentId);
    if (told.outcome === "requires-action") return { ...told, paymentUrl: `https://pay.example/${paymentId}` };
    return told.outcome === "not-found" ? lost : told;
  }

  async query({ paymentId, providerReference }: ChargeRef): Promise<ChargeQueryOutcome> {
    this.calls.push(`query ${paymentId}`);
    this.asked.push(providerReference);
    const charge = this.charges.get(paymentId);
    if (charge?.status === "open" && this.#methods.get(paymentId)?.unknownUntilPaid) return { outcome: "not-found" };
    return this.#told(paymentId);
  }

  async cancel({ paymentId, compensationKey, providerReference }: CancelCall): Promise<CancelOutcome> {
    this.calls.push(`cancel ${compensationKey}`);
    this.asked.push(providerReference);
    const charge = this.charges.get(paymentId);
    const script = this.#methods.get(paymentId) ?? { becomes: "open" };
    if (this.#count(`cancel ${paymentId}`) < (script.cancelFails ?? 0)) return failed;
    if (!charge || (charge.status === "open" && script.unknownUntilPaid)) return { outcome: "not-found" };
    if (charge.voided !== undefined) return { outcome: "cancelled", amount: charge.voided };
    if (charge.status === "captured" && script.neverVoids)
      return { outcome: "captured", amount: charge.amount, providerReference: charge.trade };
    charge.voided = charge.status === "captured" ? charge.amount.amount : 0;
    if (charge.voided > 0) this.#move("void", paymentId, charge.voided, compensationKey);
    charge.status = "closed";
    if (script.succeedsAfterCancel) {
      charge.status = "captured";
      this.#capture(paymentId);
    }
    return { outcome: "cancelled", amount: charge.voided };
  }

  async refund(call: RefundCall): Promise<RefundOutcome> {
    this.calls.push(`refund ${call.providerKey}`);
    const known = this.#refunded.get(call.refundId);
    const tries = this.#count(`refund ${call.refundId}`);
    if (known) return known;
    if (this.refunds === "unknown-forever") return lost;
    if (this.refunds === "fails-twice" && tries < 2) return failed;
    const outcome = this.#refund(call);
    this.#refunded.set(call.refundId, outcome);
    return this.refunds.startsWith("reply-lost") ? lost : outcome;
  }

  async queryRefund({ refundId }: RefundCall): Promise<RefundQueryOutcome> {
    this.calls.push(`query-refund ${refundId}`);
    if (this.refunds === "unknown-forever") return lost;
    return this.#refunded.get(refundId) ?? { outcome: "not-found" };
  }

  /** The customer acts on the page; what the vendor's webhook then says, when the page still was open. */
  act(paymentId: string, outcome: "paid" | "declined", eventId = `event-${paymentId}-${outcome}`): ChannelEvent {
    const charge = this.charges.get(paymentId);
    if (charge?.status === "open") {
      charge.status = outcome === "paid" ? "captured" : "declined";
      if (outcome === "paid") this.#capture(paymentId);
    }
    return this.event(paymentId, outcome, { eventId });
  }

  /** A webhook of this payment, as the vendor would word it. */
  event(paymentId: string, type: ChannelEvent["type"], change: Partial<ChannelEvent> = {}): ChannelEvent {
    const charge = this.charges.get(paymentId);
    return {
      eventId: `event-${paymentId}-${type}`,
      type,
      paymentId,
      ...(charge ? { orderNo: charge.orderNo, amount: charge.amount } : {}),
      ...(charge && type === "paid" ? { providerReference: charge.trade } : {}),
      ...change,
    };
  }

  /** Somebody gives money back at the vendor's own desk; what its webhook then says. */
  giveBack(paymentId: string, amount: number, eventId = `event-${paymentId}-back-${this.moves.length}`): ChannelEvent {
    this.#move("outside", paymentId, amount, eventId);
    return this.backEvent(paymentId, eventId);
  }

  /** All that has gone back of a payment, as the vendor tells it. */
  backEvent(paymentId: string, eventId: string): ChannelEvent {
    const trade = this.charges.get(paymentId)?.trade ?? "";
    return this.event(paymentId, "refunded", {
      eventId,
      refunded: { amount: this.gone(paymentId), currency: "USD" },
      providerReference: trade,
    });
  }

  gone(paymentId: string): number {
    const back = this.moves.filter((move) => move.paymentId === paymentId && move.kind !== "capture");
    return back.reduce((sum, { amount }) => sum + amount, 0);
  }

  /** From now on this payment's calls do not fail. */
  mend(paymentId: string): void {
    const { cancelFails: _, failsFirst: __, ...script } = this.#methods.get(paymentId) ?? { becomes: "open" };
    this.#methods.set(paymentId, script);
  }

  /** From now on the vendor has nothing to show to this payment's customer. */
  losePage(paymentId: string): void {
    this.#methods.set(paymentId, { ...(this.#methods.get(paymentId) ?? { becomes: "open" }), noPage: true });
  }

  /** What the customer has paid in the end, minor units. */
  net(paymentId: string): number {
    return this.moves
      .filter((move) => move.paymentId === paymentId)
      .reduce((sum, { kind, amount }) => sum + (kind === "capture" ? amount : -amount), 0);
  }

  readonly #methods = new Map<string, ChargeScript>();

  #told(paymentId: string): ChargeQueryOutcome {
    const charge = this.charges.get(paymentId);
    switch (charge?.status) {
      case undefined:
        return { outcome: "not-found" };
      case "captured":
        return { outcome: "succeeded", amount: charge.amount, providerReference: charge.trade };
      case "open": {
        if (this.#methods.get(paymentId)?.noPage) return { outcome: "unpayable", providerReference: charge.trade };
        const url = this.#methods.get(paymentId)?.forgetsUrl ? {} : { paymentUrl: `https://pay.example/${paymentId}` };
        return { outcome: "requires-action", providerReference: charge.trade, ...url };
      }
      case "doubtful":
        return lost;
      case "declined":
        return { outcome: "declined", reason: "card-declined" };
      case "closed":
        return { outcome: "declined", reason: "expired" };
    }
  }

  #refund(call: RefundCall): RefundOutcome {
    if (this.refunds.endsWith("declined")) return { outcome: "declined", reason: "refused" };
    if (this.charges.get(call.paymentId)?.status !== "captured") return { outcome: "declined", reason: "not-captured" };
    if (this.net(call.paymentId) < call.amount.amount) return { outcome: "declined", reason: "exceeds-charge" };
    this.#move("refund", call.paymentId, call.amount.amount, call.providerKey);
    return { outcome: "succeeded", providerReference: `back-${call.refundId}` };
  }

  #capture(paymentId: string): void {
    const charge = this.charges.get(paymentId);
    if (charge) this.#move("capture", paymentId, charge.amount.amount, charge.trade);
  }

  #move(kind: MoneyMove["kind"], paymentId: string, amount: number, key: string): void {
    this.moves.push({ kind, paymentId, amount, key });
  }

  /** How often before. */
  #count(what: string): number {
    const before = this.#seen.get(what) ?? 0;
    this.#seen.set(what, before + 1);
    return before;
  }
}
