import type * as z from "zod";
import type { ROUTES, RouteKey } from "../../contract/routes.ts";
import type { ErrorCode } from "../../core/foundation/domain/errors.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "../../core/foundation/services/deps.ts";
import type { ReadAnswer } from "../../core/foundation/services/stored-answer.ts";

/** What every HTTP function needs, whatever it serves. */
export type EdgeDeps = Pick<Deps, "tables" | "limits" | "clock" | "metrics" | "log">;

/** The request as it came, for routes that verify a signature. */
export interface RawRequest {
  /** The gateway's name of it, which stands in its access log too. */
  requestId: string;
  method: string;
  path: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string | undefined>>;
  /** The very bytes of the body, base64 of the gateway undone. */
  bytes: Uint8Array;
}

type Access<K extends RouteKey> = (typeof ROUTES)[K]["access"];
type TenantCaller = Extract<Caller, { kind: "tenant" }>;
type OperatorCaller = Extract<Caller, { kind: "operator" }>;

/** Who can be calling, from the route's `access`. */
type CallerOf<K extends RouteKey> =
  Access<K> extends "signature" | "public"
    ? undefined
    : Access<K> extends "any-key"
      ? Caller
      : Access<K> extends readonly ["operator"]
        ? OperatorCaller
        : "operator" extends Access<K>[number]
          ? Caller
          : TenantCaller;

/** Writes carry an `Idempotency-Key`; what another server or a page sends has the key of its own protocol. */
type IdempotentOf<K extends RouteKey> = K extends `GET ${string}`
  ? undefined
  : Access<K> extends "signature" | "public"
    ? undefined
    : IdempotentRequest;

/** A read of one resource: its only path parameter is the id. */
type ReadOfOne = Extract<RouteKey, `GET ${string}/{id}`>;

/** The answer to what goes on in the background: where its caller reads how it ends. */
export interface Accepted {
  means: string;
  readAt: ReadOfOne;
  /** The answer's field that is the read's `{id}`. So a replay, which has the same body, leads to the same place. */
  id: string;
}

/** HTTP status of an answer that is no problem -> what it means. A 202 without its place to read does not compile. */
export type Answers = { 202?: Accepted } & { [status in 200 | 201 | 303]?: string };

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;

export interface Call<D, K extends RouteKey, Body, Query, Path> {
  deps: D;
  caller: CallerOf<K>;
  body: Parsed<Body>;
  query: Parsed<Query>;
  path: Parsed<Path>;
  /** Pass it to the service that writes. */
  request: IdempotentOf<K>;
  /** As it came, for routes whose callers are pages and other servers. */
  raw: RawRequest;
}

/** An answer that is not JSON: a page, or the literal word that a vendor waits for. */
export interface TextAnswer {
  httpStatus: number;
  headers: Record<string, string> & { "content-type": string };
  text: string;
}

interface RouteDefinition<D, K extends RouteKey, Body, Query, Path> {
  /** A row of `routes.ts`: who may call and how large the body may be stands there. */
  key: K;
  body?: Body;
  /** Where merchants and operators call, and more is asked of an operator. */
  operatorBody?: Body;
  query?: Query;
  path?: Path;
  /** For `docs/openapi.json`, and the headers of a 202. */
  answers: Answers;
  /** Of the answers, for `docs/openapi.json`. @default application/json */
  contentType?: string;
  /** Codes of the refusals that are this route's own, for `docs/openapi.json`. */
  refusals?: readonly ErrorCode[];
  /** Where a key's record holds less than the answer: how that is read out of it. @default as it was stored */
  replay?: ReadAnswer;
  /** Only for `access: "signature"`: throws TerminalError `unauthenticated`. Runs before every other check. */
  verify?(deps: D, request: RawRequest): void | Promise<void>;
  handle(call: Call<D, K, Body, Query, Path>): Promise<Answer | TextAnswer>;
}

/** A route with its types forgotten: what the chain works with. */
export interface Route<D = never> {
  key: RouteKey;
  body?: z.ZodType | undefined;
  operatorBody?: z.ZodType | undefined;
  query?: z.ZodType | undefined;
  path?: z.ZodType | undefined;
  answers: Answers;
  contentType?: string;
  refusals?: readonly ErrorCode[];
  replay?: ReadAnswer;
  verify?(deps: D, request: RawRequest): void | Promise<void>;
  handle(call: never): Promise<Answer | TextAnswer>;
}

/** For functions with dependencies of their own: `const defineRoute = routeDefiner<SandboxDeps>()`. */
export function routeDefiner<D extends EdgeDeps>() {
  return <
    const K extends RouteKey,
    Body extends z.ZodType | undefined = undefined,
    Query extends z.ZodType | undefined = undefined,
    Path extends z.ZodType | undefined = undefined,
  >(
    route: RouteDefinition<D, K, Body, Query, Path>,
  ): Route<D> => route as Route<D>;
}

/** One route of the API: its schemas, and a handler that calls one service. */
export const defineRoute = routeDefiner<VaultDeps>();

/** The answer of a read. */
export function ok(body: unknown): Answer {
  return { httpStatus: 200, body };
}
