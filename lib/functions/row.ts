import type { JobQueue } from "../../core/foundation/domain/jobs.ts";
import type { Limits } from "../../core/foundation/domain/limits.ts";
import type { AccessRow } from "../access.ts";

/** `channels`: accounts at payment channels that are in no row, and the platform's own; `channel`: shared with the sandbox channel. */
export type SecretName = "pepper" | "cipher" | "exchange" | "channels" | "channel";
export type SendTarget = JobQueue | `${JobQueue}-dead-letters`;
/** What a function may do with executions of the payment saga; `wake`: answer a task that waits. */
export type SagaRight = "start" | "stop" | "describe" | "wake";

export interface FunctionRow {
  /** Source file, from the repository's root. The bundle is `.build/<name>/index.mjs`. */
  entry: string;
  does: string;
  timeoutSeconds: (limits: Limits) => number;
  /** CPU grows with memory: 1769 MB is one whole processor. */
  memoryMb: number;
  access: readonly AccessRow[];
  secrets?: readonly SecretName[];
  sendsTo?: readonly SendTarget[];
  /** Asks SQS how full these are. */
  watches?: readonly SendTarget[];
  /** Calls the exchange: gets its base URL. */
  callsExchange?: true;
  /** Knows the merchants' payment channels: gets their configurations, and what it takes to reach the sandbox's. */
  knowsChannels?: true;
  /** Deals with merchants' own servers: gets our URL, which is not one of them, and the hosts that a test stage allows. */
  reachesMerchants?: true;
  /** Sends messages to people: the sandbox's where that is deployed, else by Amazon SES and SNS. */
  sendsMessages?: true;
  steers?: readonly SagaRight[];
}

/** A caller waits for it, cold starts included: loading the bundle is pure CPU work, and half a processor halves the wait of a quarter. */
export const HTTP = { timeoutSeconds: (limits: Limits) => limits.httpTimeoutSeconds, memoryMb: 1024 };
/** Nobody waits, and most of the time is spent waiting for the network. */
export const BACKGROUND_MB = 512;
