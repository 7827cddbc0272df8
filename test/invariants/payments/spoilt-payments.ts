import type { ChannelEffect, ClientCall, Row } from "../../../invariants/snapshot.ts";
import type { PaymentHistory, PaymentName } from "./payment-history.ts";

/** A copy of the healthy world of payments, to be spoilt. */
export class SpoiltPayments {
  readonly snapshot: {
    main: Row[];
    announced: Row[];
    transient: Row[];
    effects: { exchange: []; channel: ChannelEffect[] };
    calls: ClientCall[];
  };
  readonly ids: PaymentHistory["ids"];

  constructor({ snapshot, ids }: PaymentHistory) {
    this.snapshot = structuredClone(snapshot) as unknown as SpoiltPayments["snapshot"];
    this.ids = ids;
  }

  row(pk: string, sk = "HEAD"): Row {
    return the(this.snapshot.main.find((row) => row.pk.startsWith(pk) && row.sk.startsWith(sk)));
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

  pay = (name: PaymentName) => this.row(`PAY#acme#${this.ids[name]}`);
  saga = (name: PaymentName) => this.row(`SAGA#acme#${this.pay(name).sagaId}`);
  step = (name: PaymentName, order: number) => this.row(this.saga(name).pk, `STEP#0${order}`);
  order = (name: PaymentName) => this.row(`ORDER#acme#${this.pay(name).orderId}`);
  refund = (name: PaymentName) => this.row(`PAY#acme#${this.ids[name]}`, "REFUND#");
  settlement = (name: PaymentName) => this.row(`LEDGER#acme#${this.ids[name]}`);
  payback = (name: PaymentName) => this.row(`LEDGER#acme#${this.refund(name).refundId}`);
  wallet = () => this.row("WALLET#acme");
  inbox = (name: PaymentName) => this.row(`INBOX#sandbox#acme#evt_${name}`);
  effect = (name: PaymentName, kind: ChannelEffect["kind"] = "charge") =>
    the(this.snapshot.effects.channel.find((each) => each.paymentId === this.ids[name] && each.kind === kind));

  /** One more effect, as another one of the channel's was. */
  again(name: PaymentName, change: Partial<ChannelEffect> = {}): void {
    this.snapshot.effects.channel.push({ ...this.effect("paid"), paymentId: this.ids[name], ...change });
  }

  remove(row: Row): void {
    this.snapshot.main.splice(this.snapshot.main.indexOf(row), 1);
  }

  without(name: PaymentName, kind: ChannelEffect["kind"] = "charge"): void {
    this.snapshot.effects.channel.splice(this.snapshot.effects.channel.indexOf(this.effect(name, kind)), 1);
  }
}

export function the<T>(found: T | undefined): T {
  if (found === undefined) throw new Error("the healthy history lacks what this test spoils");
  return found;
}
