import type { ChannelConfig, ChannelName, PaymentChannel, WebhookVerifier } from "../../payments/domain/channel.ts";
import type { GiftCardExchange } from "../../redemptions/domain/exchange.ts";
import type { Job } from "../domain/jobs.ts";
import type { Limits } from "../domain/limits.ts";
import type { MetricName } from "../domain/metrics.ts";
import type { Tables } from "../store/table.ts";
import type { CodeVault } from "./code-vault.ts";

export type { PaymentChannel } from "../../payments/domain/channel.ts";
export type { GiftCardExchange, LookupCall, RedeemCall } from "../../redemptions/domain/exchange.ts";
export type { Caller } from "../domain/ids.ts";
export type { MetricName } from "../domain/metrics.ts";

/** Everything a service may touch outside itself. Made in `lambdas/runtime/runtime.ts`, scripted in tests. */
export interface Deps {
  tables: Tables;
  limits: Limits;
  clock: Clock;
  random: Random;
  vault: CodeVault;
  exchange: GiftCardExchange;
  queue: RedemptionQueue;
  jobs: JobSender;
  channels: Channels;
  executions: Executions;
  metrics: Metrics;
  log: Log;
}

/** Milliseconds since 1970, UTC. Read once per logical operation and passed on. */
export type Clock = () => number;

export interface Random {
  /** 26 characters, sorted by `nowMs`. */
  ulid(nowMs: number): string;
  /** 0 <= x < 1. */
  fraction(): number;
  bytes(count: number): Uint8Array;
}

export interface RedemptionRef {
  tenantId: string;
  redemptionId: string;
}

export interface RedemptionQueue {
  /** Pointers only; at least once, in any order. `delaySeconds` 0 to 900. */
  send(messages: { ref: RedemptionRef; delaySeconds: number }[]): Promise<void>;
}

export interface JobSender {
  /** At least once, in any order. `delaySeconds` 0 to 900. */
  send(messages: { job: Job; delaySeconds: number }[]): Promise<void>;
}

/** Which account at which vendor a merchant takes payments with. */
export interface Channels {
  /** `undefined`: the merchant has no such channel, or nothing of its configuration can be used. */
  find(tenantId: string, channel: ChannelName): Promise<ConfiguredChannel | undefined>;
  /** Every merchant's account at one vendor. Not of the sandbox, which all merchants have. */
  all(channel: ChannelName): Promise<readonly ChannelAccount[]>;
  /** How a channel's webhooks are read and answered, whoever's they are. */
  verifierOf(channel: ChannelName): WebhookVerifier;
}

export interface ChannelAccount {
  tenantId: string;
  config: ChannelConfig;
}

export interface ConfiguredChannel {
  port: PaymentChannel;
  config: ChannelConfig;
  /** Where this channel sends its webhooks: `<api>/v1/webhooks/<channel>`. */
  notifyUrl: string;
  /** Because of its configuration. `port` then knows nothing, and webhooks are verified all the same. */
  cannotCall?: boolean;
}

/** Step Functions, as far as sagas need it. */
export interface Executions {
  /** An execution of this name that exists already is success. */
  start(name: string, input: { tenantId: string; sagaId: string }): Promise<void>;
  /** One that has ended or never was is success. */
  stop(name: string, cause: string): Promise<void>;
  isRunning(name: string): Promise<boolean>;
  /** Answers a waiting task; a token that is not waited for any more is a normal answer. */
  wake(token: string, output: object): Promise<void>;
}

export interface Metrics {
  count(name: MetricName, value?: number): void;
  /** A measured size at this moment. */
  gauge(name: MetricName, value: number, unit: "Milliseconds" | "Count"): void;
}

export type LogFields = Record<string, string | number | readonly string[]>;

export interface Log {
  /** What the rest of this piece of work is about, found out on the way: every later line of it carries these ids. */
  note(ids: Record<string, string>): void;
  /** Ids and numbers only: never a body, a code or a key. */
  info(message: string, ids?: LogFields): void;
  warn(message: string, ids?: LogFields): void;
  error(message: string, error: unknown, ids?: LogFields): void;
}

/** A write under an `Idempotency-Key`. */
export interface IdempotentRequest {
  /** Of the verified API key; `platform` for operators. Owner of the idempotency record. */
  ownerId: string;
  /** The verified API key, by its id: who does it. */
  keyId: string;
  /** `POST /v1/redemptions` */
  route: string;
  key: string;
  /** The validated body and path parameters, for the fingerprint. */
  content: { body: unknown; path: Record<string, string> };
  /** The request's path: the `instance` of a refusal that is stored under the key. */
  instance: string;
  /** The gateway's name of the request: a refusal that is stored keeps its first one. */
  requestId: string;
}

/** What a service answers: `body` is JSON, `replayed` sets `Idempotent-Replayed: true`. */
export interface Answer {
  httpStatus: number;
  body: unknown;
  replayed?: boolean;
}
