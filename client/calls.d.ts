import type { operations } from "./types.js";

type Operation = keyof operations;
type Content<R> = R extends { content: infer C } ? C[keyof C] : never;

/** What a call sends. */
export type Body<O extends Operation> = operations[O] extends {
  requestBody: { content: { "application/json": infer B } };
}
  ? B
  : never;

/** What a read is asked for. Numbers are as good as their digits. */
export type Query<O extends Operation> = operations[O] extends { parameters: { query?: infer Q } }
  ? { [Name in keyof Q]: Q[Name] | Digits<Q[Name]> }
  : never;
type Digits<V> = string extends V ? number | undefined : undefined;

/** What a call is answered when all is well. */
export type Answer<O extends Operation> = {
  [Status in keyof operations[O]["responses"]]: Content<operations[O]["responses"][Status]>;
}[keyof operations[O]["responses"]];

export type Item<O extends Operation> = Answer<O> extends { items: (infer I)[] } ? I : never;

/** `for await` goes through all of it, page after page. */
export interface List<I, Page = { items: I[]; nextCursor?: string | null }> extends AsyncIterable<I> {
  /** One page: the first, or the one at the query's `cursor`. */
  page(): Promise<Page>;
}

export interface CallOptions {
  /** Ends the call; it rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** For all tries and the waits between them. */
  timeoutMs?: number | undefined;
  /** How often it is sent again; 2 unless told otherwise. */
  retries?: number | undefined;
}

export interface WriteOptions extends CallOptions {
  /**
   * The request's name: under the same one it takes effect once and is answered the same, for 24 h. Every try of this call has
   * it. Without one it is a new UUID; keep your own, before the call, for what you may have to send again after a crash.
   */
  idempotencyKey?: string | undefined;
}

export interface WaitOptions<R> {
  /** The statuses that are waited for, or a test of your own. */
  until?: readonly StatusOf<R>[] | ((resource: R) => boolean) | undefined;
  timeoutMs?: number | undefined;
  signal?: AbortSignal | undefined;
}

type StatusOf<R> = R extends { status: infer S } ? S : string;

export interface FollowOptions {
  /** From when on; events are kept 30 days. */
  since?: string | Date | undefined;
  type?: keyof import("./resources.js").EventData | undefined;
  resourceId?: string | undefined;
  everyMs?: number | undefined;
  signal?: AbortSignal | undefined;
}
