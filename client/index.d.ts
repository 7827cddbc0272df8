import type { Answer } from "./calls.js";
import type { EventData, Resources } from "./resources.js";
import type { components } from "./types.js";

export type {
  Answer,
  Body,
  CallOptions,
  FollowOptions,
  Item,
  List,
  Query,
  WaitOptions,
  WriteOptions,
} from "./calls.js";
export type { EventData, Resources } from "./resources.js";
export type { components, operations } from "./types.js";

/** The shapes of the API by name: `Schemas["Payment"]`. */
export type Schemas = components["schemas"];
export type Problem = Schemas["Problem"];
export type TenderEvent = Answer<"getEvent">;

export interface TenderOptions {
  apiKey: string;
  /** `https://...`; http is for this machine alone. */
  baseUrl: string;
  /** For each call with all its tries: 60 s. */
  timeoutMs?: number | undefined;
  /** How often a call is sent again: 2. */
  retries?: number | undefined;
  /** Instead of the global one. */
  fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** For tests. */
  clock?: Clock | undefined;
}

/** What a call asks of time and chance. */
export interface Clock {
  now(): number;
  /** Rejects with the signal's reason when that ends it. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** From 0 to 1. */
  random(): number;
}

/** The API: a property for each resource, on it a method for each call. */
export type Tender = Readonly<Resources>;
export declare const Tender: new (options: TenderOptions) => Tender;

/** What is thrown when a call has not come to a good end. It never holds the API key. */
export class TenderError extends Error {
  constructor(message: string, facts: TenderErrorFacts & { cause?: unknown });
  /** Of HTTP; 0 when there was no answer. */
  status: number;
  /** The API's (`order-in-progress`), or the client's own: `no-answer`, `timeout`, `redirected`, `answer-invalid`, `http-502`, `wait-timeout`, `ended-otherwise`. */
  code: string;
  /** The same call, under the same key, may succeed soon. */
  retryable: boolean;
  /** What has to end, or be decided, first. */
  waitFor: string | undefined;
  /** Which fields, and what is wrong with them. */
  errors: Problem["errors"];
  /** Names the answer in the API's log. */
  requestId: string | undefined;
  /** The key that was sent: under it the call can be sent again. */
  idempotencyKey: string | undefined;
  tries: number;
  /** The whole refusal, such as the `paymentId` of the payment that is in the way. */
  problem: (Problem & { [field: string]: unknown }) | undefined;
  /** Of `waitFor`: the resource as it was seen last. */
  last: unknown;
}

export type TenderErrorFacts = Omit<TenderError, keyof Error>;

export type WebhookErrorReason = "headers-missing" | "too-old-or-too-new" | "signature-wrong" | "body-not-json";

export class WebhookError extends Error {
  constructor(reason: WebhookErrorReason, message: string);
  reason: WebhookErrorReason;
}

export type WebhookHeaders = Headers | { readonly [name: string]: string | readonly string[] | undefined };

/** By its `type` TypeScript knows its `data`. Newer types than these may come: answer them 2xx and do nothing. */
export type WebhookEvent = {
  [T in keyof EventData]: {
    type: T;
    timestamp: string;
    /** The same in every try: keep it under a unique key. */
    eventId: string;
    resourceId: string;
    /** Grows with each event of the resource: ignore what is older. */
    resourceVersion: number;
    data: EventData[T];
  };
}[keyof EventData];

/** Reads a webhook that is genuine and fresh (Standard Webhooks); throws a WebhookError otherwise. */
export function verifyWebhook(
  rawBody: string | Uint8Array | ArrayBuffer,
  headers: WebhookHeaders,
  secrets: string | readonly string[],
  options?: { toleranceSeconds?: number; now?: () => number },
): Promise<WebhookEvent>;

/** Whether a text may be a generated redemption code, however it is typed. Codes of your own need not be. */
export function isCode(text: string): boolean;
