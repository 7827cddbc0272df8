import type { ListCall, Listed } from "../../core/foundation/domain/listing.ts";
import type { ChannelEntry, ChannelEvent } from "../../core/payments/domain/channel.ts";
import { ChannelInMemory, tradeOf } from "../../sandbox/channel/in-memory.ts";
import { type Asked, type Charge, captureOf, next, type Writes } from "../../sandbox/channel/rows.ts";
import { PAYMENT_METHODS, type PaymentMethod } from "./payment-methods.ts";

/** What a webhook tells of. `mustArrive`: no query of ours can be told any more, so the vendor does not give up. */
export interface News {
  type: "paid" | "declined" | "refunded" | "disputed";
  charge: Pick<Charge, "paymentId"> & Pick<Asked, "orderNo" | "amount">;
  trade: string;
  mustArrive: boolean;
  /** What the vendor's event has beside the charge; `number`: of events of this type. */
  more?: Pick<ChannelEvent, "refunded" | "dispute" | "at" | "amount"> & { number: number };
}

/** The channel: what it did is the truth that rows are judged by. */
export class ChannelModel extends ChannelInMemory {
  /** Told when there is something to send a webhook for. */
  onNews: (news: News) => void = () => {};
  /** Told when a customer is sent to a page. */
  onPage: (paymentId: string, method: PaymentMethod) => void = () => {};
  #news = 0;

  constructor() {
    super((method) => PAYMENT_METHODS[method as PaymentMethod]);
  }

  /** It has no clock: all that it knows. */
  override list(call: ListCall): Promise<Listed<ChannelEntry>> {
    return super.list({ ...call, sinceMs: 0 });
  }

  /** A card is refused, which a webhook tells; the page waits for another one. */
  refuseCard(paymentId: string): void {
    const charge = this.charges.get(paymentId);
    if (charge?.status === "open") this.#announce(charge, "declined");
  }

  /** What an operator does at the vendor's desk when no call of ours is answered. */
  giveBackByHand(paymentId: string): void {
    const charge = this.charges.get(paymentId);
    if (charge?.status !== "captured" || !charge.asked) return;
    const voided = this.net(paymentId);
    const capture = captureOf(charge, charge.asked, 0);
    const effect = { ...capture, kind: "void" as const, amount: voided, providerKey: `${paymentId}#cancel` };
    this.move({
      answer: undefined,
      writes: { charge: next({ ...charge, status: "closed", voided }), effects: [effect] },
    });
  }

  protected override onMove({ charge, effects = [], notice }: Writes): void {
    if (!charge?.asked) return;
    const { paymentId, asked } = charge;
    const method = methodOf(asked);
    if (charge.version === 1 && charge.status === "open" && method !== "silent") this.onPage(paymentId, method);
    const [effect] = effects;
    if (effect?.kind === "charge") this.#announce(charge, "paid");
    else if (notice?.type === "charge.declined") this.#announce(charge, "declined");
    else if (notice?.type === "charge.disputed") this.#tell(charge, "disputed", notice.more ?? {});
    else if ((effect?.kind === "refund" || effect?.kind === "outside") && method === "tells-refunds") {
      const refunded = { ...asked.amount, amount: charge.refunded + (charge.voided ?? 0) };
      this.#tell(charge, "refunded", { refunded, amount: asked.amount });
    }
  }

  #tell(charge: Charge, type: News["type"], more: Omit<NonNullable<News["more"]>, "number">): void {
    this.#send(charge, type, { mustArrive: true, more: { ...more, number: ++this.#news } });
  }

  #announce(charge: Charge, type: News["type"]): void {
    const method = charge.asked && methodOf(charge.asked);
    if (method === "unannounced") return;
    this.#send(charge, type, { mustArrive: method === "paid-after-cancel" || method === "page-not-found" });
  }

  #send({ paymentId, asked }: Charge, type: News["type"], how: Pick<News, "mustArrive" | "more">): void {
    if (!asked) return;
    const { orderNo, amount } = asked;
    this.onNews({ type, charge: { paymentId, orderNo, amount }, trade: tradeOf(paymentId), ...how });
  }
}

function methodOf({ paymentMethod }: Asked): PaymentMethod {
  return paymentMethod as PaymentMethod;
}
