import type { Job } from "../domain/jobs.ts";
import type { Limits } from "../domain/limits.ts";
import type { MetricName } from "../domain/metrics.ts";
import type { Tables } from "../store/table.ts";
import type { CodeVault } from "./code-vault.ts";

export type { Caller } from "../domain/ids.ts";
export type { MetricName } from "../domain/metrics.ts";

/**
 * What every service may touch outside itself. Made in `lambdas/runtime/`, scripted in tests. Whoever needs more says so in
 * the type of its `deps`: a function that was not given a port does not compile with a service that asks for it.
 */
export interface Deps {
  tables: Tables;
  limits: Limits;
  clock: Clock;
  random: Random;
  metrics: Metrics;
  log: Log;
}

/** For writes under an `Idempotency-Key`, and wherever a code is hashed, sealed or opened. */
export interface VaultDeps extends Deps {
  vault: CodeVault;
}

/** For whoever sends messages to our own functions. */
export interface JobDeps extends Deps {
  jobs: JobSender;
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

export interface JobSender {
  /** Pointers only; at least once, in any order. `delaySeconds` 0 to 900. */
  send(messages: { job: Job; delaySeconds: number }[]): Promise<void>;
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
  /** Fields of the body that are secrets: under the request's key they are kept encrypted, for its replay alone. */
  shownOnce?: readonly string[];
}
