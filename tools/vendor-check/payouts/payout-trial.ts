/** One payout at one provider, as a case tries it: each call goes through the adapter that runs deployed. */

import { ulid } from "ulid";
import { makeId } from "../../../core/foundation/domain/ids.ts";
import type { Money } from "../../../core/foundation/domain/money.ts";
import type {
  PayoutCall,
  PayoutConfig,
  PayoutProvider,
  PayoutVerifier,
} from "../../../core/withdrawals/domain/payout-provider.ts";
import { type Bench, CALL_TIMEOUT_MS, TENANT_ID } from "../bench.ts";
import type { Subject } from "../case.ts";
import type { Received } from "../listener.ts";
import { type Ports, Trial } from "../trial.ts";
import { delivered, type Twist, verdictOn } from "../webhook-twists.ts";

/** `own`: as configured. The others are the same account with one thing wrong. */
export type PortName = "own" | "wrong key" | "wrong answer key" | "wrong clock";

export interface PayoutKit {
  config: PayoutConfig;
  /** The same account with secrets that are somebody else's. */
  strangers: PayoutConfig;
  ports: Ports<PortName, PayoutProvider>;
  verifier: PayoutVerifier;
  bench: Bench;
  amount: Money;
  /** Who receives in test mode. */
  to: Pick<PayoutCall, "account" | "holder">;
}

export class PayoutTrial extends Trial<PortName, PayoutProvider> {
  readonly withdrawalId: string;
  readonly #kit: PayoutKit;
  readonly #amount: Money;
  #webhook: Received | undefined;

  constructor(kit: PayoutKit, { amount, tenantId = TENANT_ID }: Subject) {
    super(kit);
    this.#kit = kit;
    this.#amount = amount ?? kit.amount;
    this.withdrawalId = makeId("wdr", tenantId, ulid(kit.bench.clock()));
  }

  pay = (change: Partial<PayoutCall> = {}, by: PortName = "own") =>
    this.port(by).pay({ ...this.#ref(), withdrawalNo: this.withdrawalId.slice(-10), ...this.#kit.to, ...change });

  query = (by: PortName = "own") => this.port(by).query(this.#ref());

  /** A person does something at the provider's own page; `number` of the payout comes with it. */
  asks(task: string): Promise<object> {
    return this.personDoes(`${task} (${this.withdrawalId})`);
  }

  /** What our verifier says of the provider's own webhook about this payout, as it came or twisted. */
  async webhook(twist: Twist = "as it came", type?: string): Promise<object> {
    const { inbox } = this.bench;
    if (type !== undefined) this.#webhook = await delivered(inbox, [this.#nameThere()], this.#judged(), type);
    this.#webhook ??= await delivered(inbox, [this.#nameThere()], this.#judged());
    return this.#webhook === undefined ? { kind: "none came" } : this.judge(this.#webhook, twist);
  }

  /** The same of bytes that somebody else has signed. */
  judge(webhook: Received, twist: Twist): object {
    return verdictOn(webhook, twist, this.#nameThere(), this.#judged());
  }

  #nameThere(): string {
    return this.#kit.config.provider === "alipay" ? this.withdrawalId.replaceAll("-", "_") : this.withdrawalId;
  }

  #judged() {
    const { config, strangers, verifier } = this.#kit;
    const judge = (webhook: Received, by: PayoutConfig, nowMs: number) => verifier.verify(webhook, by, nowMs);
    return { config, strangers, judge, nowMs: this.bench.clock };
  }

  #ref() {
    return { withdrawalId: this.withdrawalId, net: this.#amount, timeoutMs: CALL_TIMEOUT_MS };
  }
}
