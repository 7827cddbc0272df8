import type { VendorDoubt } from "../../foundation/domain/call-doubt.ts";
import type { List } from "../../foundation/domain/listing.ts";
import type { Money } from "../../foundation/domain/money.ts";

/** A way to pay, behind one port. Every answer is one of these; a port never throws, and what it cannot understand is `unknown`. */
export const CHANNELS = ["sandbox", "stripe", "alipay", "epay"] as const;
export type ChannelName = (typeof CHANNELS)[number];

export type ChargeDecline =
  | "card-declined"
  | "insufficient-funds"
  | "method-refused"
  /** The vendor does not take this currency, or not this much of it: too little, too much, or a fraction that it cannot count. */
  | "amount-unsupported"
  /** The customer would have to do something that has no page to be shown. */
  | "action-unsupported"
  /** Our account at the vendor cannot be used, and nothing was sent: its configuration has to be mended. */
  | "channel-unusable"
  | "expired"
  | "refused";

export type ChannelDoubt = VendorDoubt | "worker-lost";

export type ChargeOutcome =
  /** The money is captured. `providerReference` is the vendor's trade number. */
  | { outcome: "succeeded"; amount: Money; providerReference: string }
  /** The customer has to act at `paymentUrl`; a webhook or a query tells how it ended. */
  | { outcome: "requires-action"; paymentUrl: string; providerReference?: string }
  /** It waits for the customer, and there is no page to show: to be closed at the vendor, so that it is never captured later. */
  | { outcome: "unpayable"; providerReference?: string }
  /** Definitive: nothing was captured and nothing will be. */
  | { outcome: "declined"; reason: ChargeDecline }
  | { outcome: "unknown"; reason: ChannelDoubt };

/**
 * `not-found` proves nothing before the settle window of the last charge call is over. A customer who still has to act may
 * be told without `paymentUrl`: not every vendor repeats it; sending the charge again with the same key brings it back.
 */
export type ChargeQueryOutcome =
  | Exclude<ChargeOutcome, { outcome: "requires-action" }>
  | { outcome: "requires-action"; paymentUrl?: string; providerReference?: string }
  | { outcome: "not-found" };

export type CancelOutcome =
  /** Closed or voided; `amount` is what had been captured and was given back with it (0: nothing). */
  | { outcome: "cancelled"; amount: number }
  /** Captured, and this vendor cannot void a capture: it has to be refunded. */
  | { outcome: "captured"; amount: Money; providerReference: string }
  | { outcome: "not-found" }
  | { outcome: "unknown"; reason: ChannelDoubt };

export type RefundOutcome =
  | { outcome: "succeeded"; providerReference: string }
  /** Definitive: no money went back and none will. */
  | { outcome: "declined"; reason: "refused" | "amount-unsupported" | "exceeds-charge" | "not-captured" }
  | { outcome: "unknown"; reason: ChannelDoubt };

export type RefundQueryOutcome = RefundOutcome | { outcome: "not-found" };

/** The charge's `providerKey`. A cancel needs it too: at some vendors the key itself can be closed. */
export function chargeKeyOf(paymentId: string): string {
  return `${paymentId}#charge`;
}

export interface ChargeCall {
  /** The same for every send of one charge: `chargeKeyOf(paymentId)`. */
  providerKey: string;
  /** The trade number at the vendor. */
  paymentId: string;
  orderNo: string;
  amount: Money;
  paymentMethod?: string | undefined;
  customerId?: string | undefined;
  description?: string | undefined;
  returnUrl?: string | undefined;
  /** Where the vendor sends its webhook. */
  notifyUrl: string;
  /** Milliseconds since 1970, the same for every send: when the customer may pay no more, at vendors that can be told. */
  expiresAtMs?: number | undefined;
  /** The customer's IP address, at vendors that ask for it. */
  customerIp?: string | undefined;
  timeoutMs: number;
}

export interface ChargeRef {
  paymentId: string;
  orderNo: string;
  amount: Money;
  /** Of the charge, when one is known. */
  providerReference?: string | undefined;
  timeoutMs: number;
}

export interface CancelCall extends ChargeRef {
  /** `<paymentId>#cancel`: the same for every try. */
  compensationKey: string;
}

export interface RefundCall {
  /** `<refundId>`: the same for every send. */
  providerKey: string;
  refundId: string;
  paymentId: string;
  orderNo: string;
  /** What goes back. */
  amount: Money;
  /** What had been captured in all. */
  chargeAmount: Money;
  providerReference?: string | undefined;
  timeoutMs: number;
}

/** A trade at the vendor: whose it is, and what has gone back of it, whoever gave it back; 0 is an amount. */
export type TradeOutcome =
  | { outcome: "found"; paymentId?: string; refunded: Money }
  | { outcome: "not-found" }
  | { outcome: "unknown"; reason: ChannelDoubt };

/** One captured charge, as it stands at the vendor. It may come in several entries, which together have its refunds. */
export interface ChannelEntry {
  paymentId: string;
  /** Where the vendor knows it. */
  orderNo?: string;
  amount: Money;
  providerReference: string;
  /** Minor units. `refunded`: all that has gone back, what was voided included. */
  voided: number;
  refunded: number;
  /** Those since the moment, at least. `refundId`: ours, or the vendor's own of one that was made there. */
  refunds: readonly { refundId: string; amount: number }[];
}

export interface PaymentChannel {
  charge(call: ChargeCall): Promise<ChargeOutcome>;
  query(ref: ChargeRef): Promise<ChargeQueryOutcome>;
  cancel(call: CancelCall): Promise<CancelOutcome>;
  refund(call: RefundCall): Promise<RefundOutcome>;
  queryRefund(call: RefundCall): Promise<RefundQueryOutcome>;
  /** What was captured and what has moved of it. Only of vendors that keep a list. */
  list?: List<ChannelEntry>;
  /** Only of vendors whose events leave one of both out. */
  trade?(ref: { providerReference: string; timeoutMs: number }): Promise<TradeOutcome>;
}

/** A webhook request as it arrived: the exact bytes, header names in lower case. */
export interface RawWebhook {
  headers: Record<string, string>;
  query: Record<string, string>;
  body: Uint8Array;
}

/** What a verified webhook says: a claim that the worker checks against the payment. */
export interface ChannelEvent {
  /** Unique per event at the vendor, whatever it is redelivered for. */
  eventId: string;
  type: "paid" | "declined" | "closed" | "refunded" | "refund-failed" | "disputed";
  /** Absent where the vendor's object does not carry it: the trade that `providerReference` names is asked for it. */
  paymentId?: string;
  orderNo?: string;
  /** Of what the event is about: the charge, one refund, the dispute. */
  amount?: Money;
  /** The vendor's number of the charge. */
  providerReference?: string;
  /** The merchant's account at the vendor, where the vendor names it. */
  appId?: string;
  /** All that has gone back of the charge so far, whoever gave it back; 0 is an amount. */
  refunded?: Money;
  /** The refund that the event is about: our number where the vendor repeats it, and the vendor's own. */
  refundId?: string;
  refundReference?: string;
  /** `inquiry`: nothing has moved. `taken`: the money is away. `over`: it was given back, or never taken. */
  dispute?: { reference: string; status: string; stage: "inquiry" | "taken" | "over" };
  /** By the vendor's clock, milliseconds since 1970. */
  at?: number;
}

export type WebhookVerdict =
  | { kind: "event"; event: ChannelEvent }
  /** Genuine, and nothing of ours: another mode or account, a kind of event that says nothing about money, a foreign trade. */
  | { kind: "ignored"; why: "mode" | "account" | "type" | "foreign" }
  | WebhookRefusal;

export interface WebhookRefusal {
  kind: "refused";
  httpStatus: 400 | 401;
  why: "malformed" | "signature" | "timestamp" | "app";
}

/** Bytes that were read and not yet verified: that is asked of each merchant's secrets, and must not read them again. */
export interface UnverifiedWebhook {
  kind: "unverified";
  /** The payment that the bytes claim to be about: names the tenant whose secrets verify them. */
  claimedPaymentId: string | undefined;
  /** The account at the vendor that the bytes claim to be of, where its notifications name one. */
  claimedAccountId?: string | undefined;
  verify(config: ChannelConfig): WebhookVerdict;
}

/** Verification is a pure function of bytes, secrets and the clock. */
export interface WebhookVerifier {
  /** Refuses by everything that needs no secret: anybody may send anything here. */
  read(raw: RawWebhook, nowMs: number): UnverifiedWebhook | WebhookRefusal;
  /** What claims a payment may be another merchant's: metadata can be written by whoever has an account at the vendor. */
  claimsMayBeForeign?: true;
  /** The vendor's literal "received". */
  reply: { httpStatus: number; contentType: string; body: string };
}

/** One merchant's account at one vendor. Secrets; never logged. */
export type ChannelConfig =
  | { channel: "sandbox"; baseUrl: string; secret: string; webhookSecrets: string[] }
  | { channel: "stripe"; secretKey: string; webhookSecrets: string[]; apiBase?: string }
  | {
      channel: "alipay";
      appId: string;
      /** The account that collects, `2088...`: looked at in notifications when it is given. */
      sellerId?: string;
      privateKey: string;
      alipayPublicKeys: string[];
      gateway: string;
      mode: "precreate" | "page";
    }
  /** `keys`: the first one signs, all are accepted. `create`: `submit` (the default) is a page of the vendor, `mapi` a call. */
  | {
      channel: "epay";
      pid: string;
      keys: string[];
      gateway: string;
      type?: "alipay" | "wxpay";
      create?: "submit" | "mapi";
    };

/** What a merchant can bring: the sandbox's is the platform's own. */
export type AccountConfig = Exclude<ChannelConfig, { channel: "sandbox" }>;
export type AccountChannel = AccountConfig["channel"];
export const ACCOUNT_CHANNELS = ["stripe", "alipay", "epay"] as const satisfies readonly AccountChannel[];

/** What the vendor calls the account in its notifications; Stripe does not. */
export function accountIdOf(config: ChannelConfig): string | undefined {
  if (config.channel === "alipay") return config.appId;
  return config.channel === "epay" ? config.pid : undefined;
}

export type AlipayConfig = Extract<ChannelConfig, { channel: "alipay" }>;
