/** One payment at one vendor, as a case tries it: each call goes through the adapter that runs deployed. */

import { ulid } from "ulid";
import { makeId } from "../../../core/foundation/domain/ids.ts";
import type { Money } from "../../../core/foundation/domain/money.ts";
import {
  type ChannelConfig,
  type ChargeCall,
  chargeKeyOf,
  type PaymentChannel,
  type RefundCall,
  type WebhookVerifier,
} from "../../../core/payments/domain/channel.ts";
import { type Bench, CALL_TIMEOUT_MS, TENANT_ID } from "../bench.ts";
import type { Subject } from "../case.ts";
import type { Received } from "../listener.ts";
import { type Ports, Trial } from "../trial.ts";
import { delivered, type Twist, verdictOn } from "../webhook-twists.ts";

/** `own`: as configured. The others are the same account with one thing wrong. */
export type PortName = "own" | "wrong key" | "wrong answer key" | "wrong clock";

export interface PaymentKit {
  config: ChannelConfig;
  /** The same account with secrets that are somebody else's. */
  strangers: ChannelConfig;
  ports: Ports<PortName, PaymentChannel>;
  verifier: WebhookVerifier;
  bench: Bench;
  amount: Money;
  /** What every charge of this vendor needs. */
  charge: Partial<ChargeCall>;
}

export class PaymentTrial extends Trial<PortName, PaymentChannel> {
  readonly paymentId: string;
  readonly #kit: PaymentKit;
  readonly #amount: Money;
  readonly #refundIds = new Map<string, string>();
  #reference: string | undefined;
  #paymentUrl: string | undefined;
  #webhook: Received | undefined;

  constructor(kit: PaymentKit, { amount, tenantId = TENANT_ID, madeAtOffsetMs = 0 }: Subject = {}) {
    super(kit);
    this.#kit = kit;
    this.#amount = amount ?? kit.amount;
    this.paymentId = makeId("pay", tenantId, ulid(kit.bench.clock() + madeAtOffsetMs));
  }

  async charge(more: Partial<ChargeCall> = {}, by: PortName = "own") {
    const answer = await this.port(by).charge({
      ...{ ...this.#ref(), providerKey: chargeKeyOf(this.paymentId), notifyUrl: this.bench.notifyUrl },
      ...this.#kit.charge,
      ...more,
    });
    if ("providerReference" in answer) this.#reference = answer.providerReference;
    if (answer.outcome === "requires-action") this.#paymentUrl = answer.paymentUrl;
    return answer;
  }

  async query(by: PortName = "own", amount: Money = this.#amount) {
    const answer = await this.port(by).query({ ...this.#ref(), amount });
    if ("providerReference" in answer) this.#reference ??= answer.providerReference;
    return answer;
  }

  cancel = () => this.port("own").cancel({ ...this.#ref(), compensationKey: `${this.paymentId}#cancel` });
  refund = (label: string, amount: number) => this.port("own").refund(this.#refundCall(label, amount));
  queryRefund = (label: string, amount: number) => this.port("own").queryRefund(this.#refundCall(label, amount));

  /** What the vendor says has gone back in all. */
  async trade(): Promise<object> {
    const providerReference = this.#reference ?? "";
    return (await this.port("own").trade?.({ providerReference, timeoutMs: CALL_TIMEOUT_MS })) ?? {};
  }

  /** A person opens the vendor's page, or its QR code, and does there what is said. */
  visit(task: string): Promise<object> {
    return this.personDoes(`${task}:\n    ${this.#paymentUrl ?? "(there is no page)"}`);
  }

  /** What our verifier says of the vendor's own webhook about this payment, as it came or twisted. */
  async webhook(twist: Twist = "as it came"): Promise<object> {
    this.#webhook ??= await delivered(this.bench.inbox, [this.#nameThere()], this.#judged());
    if (this.#webhook === undefined) return { kind: "none came" };
    return verdictOn(this.#webhook, twist, this.#nameThere(), this.#judged());
  }

  /** The verdict on the vendor's own webhook of this type, also of one that names nothing but the vendor's number. */
  async webhookOf(type: string): Promise<object> {
    const numbers = [this.#nameThere(), ...(this.#reference === undefined ? [] : [this.#reference])];
    const webhook = await delivered(this.bench.inbox, numbers, this.#judged(), type);
    return webhook === undefined ? { kind: "none came" } : this.judge(webhook, "as it came");
  }

  /** The same of bytes that somebody else has signed. */
  judge(webhook: Received, twist: Twist): object {
    return verdictOn(webhook, twist, this.#nameThere(), this.#judged());
  }

  /** Alipay takes no hyphens, and no tenant of ours has both them and underscores. */
  #nameThere(): string {
    return this.#kit.config.channel === "alipay" ? this.paymentId.replaceAll("-", "_") : this.paymentId;
  }

  #judged() {
    const { config, strangers, verifier } = this.#kit;
    const judge = (webhook: Received, by: ChannelConfig, nowMs: number) => {
      const read = verifier.read(webhook, nowMs);
      return read.kind === "refused" ? read : read.verify(by);
    };
    return { config, strangers, judge, nowMs: this.bench.clock };
  }

  #ref() {
    const { paymentId } = this;
    return { paymentId, orderNo: paymentId.slice(-10), amount: this.#amount, timeoutMs: CALL_TIMEOUT_MS };
  }

  #refundCall(label: string, amount: number): RefundCall {
    const refundId = this.#refundIds.get(label) ?? makeId("ref", TENANT_ID, ulid());
    this.#refundIds.set(label, refundId);
    const { currency } = this.#amount;
    return {
      ...{ ...this.#ref(), providerKey: refundId, refundId, amount: { amount, currency } },
      ...{ chargeAmount: this.#amount, providerReference: this.#reference },
    };
  }
}
