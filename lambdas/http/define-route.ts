import type * as z from "zod/mini";
import type { ROUTES, RouteKey } from "../../contract/routes.ts";
import type { Scope } from "../../core/access/domain/api-key.ts";
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
export type TenantCaller = Extract<Caller, { kind: "tenant" }>;
type OperatorCaller = Extract<Caller, { kind: "operator" }>;

/** Who can be calling, from the route's `access`. */
export type CallerOf<K extends RouteKey> =
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
export type IdempotentOf<K extends RouteKey> = K extends `${"GET" | "DELETE"} ${string}`
  ? undefined
  : Access<K> extends "signature" | "public"
    ? undefined
    : (typeof ROUTES)[K] extends { takesNoKey: true }
      ? undefined
      : IdempotentRequest;

type Parsed<S> = S extends z.ZodMiniType ? z.output<S> : undefined;

export interface Call<D, K extends RouteKey, Body, Query, Path> {
  deps: D;
  caller: CallerOf<K>;
  /** What the caller's key may do. */
  scopes: readonly Scope[];
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
  /** `text` is bytes, written so that the gateway can carry them. */
  isBase64?: true;
}

interface RouteDefinition<D, K extends RouteKey, Body, Query, Path> {
  /** A row of `contract/routes.ts`: who may call, how large the body may be, what is answered stands there. */
  key: K;
  body?: Body;
  /** Where merchants and operators call, and more is asked of an operator. */
  operatorBody?: Body;
  /** Where the path says which of its forms the body has. */
  bodyBy?(path: Parsed<Path>): z.ZodMiniType;
  query?: Query;
  path?: Path;
  /** Where a key's record holds less than the answer: how that is read out of it. @default as it was stored */
  replay?: ReadAnswer;
  /** Only for `access: "signature"`: throws TerminalError `unauthenticated`. Runs before every other check. */
  verify?(deps: D, request: RawRequest): void | Promise<void>;
  handle(call: Call<D, K, Body, Query, Path>): Promise<Answer | TextAnswer>;
}

/** A route with its types forgotten: what the chain works with. */
export interface Route<D = never> {
  key: RouteKey;
  body?: z.ZodMiniType | undefined;
  operatorBody?: z.ZodMiniType | undefined;
  bodyBy?(path: unknown): z.ZodMiniType;
  query?: z.ZodMiniType | undefined;
  path?: z.ZodMiniType | undefined;
  replay?: ReadAnswer;
  verify?(deps: D, request: RawRequest): void | Promise<void>;
  handle(call: never): Promise<Answer | TextAnswer>;
}

/** For functions with dependencies of their own: `const defineRoute = routeDefiner<SandboxDeps>()`. */
export function routeDefiner<D extends EdgeDeps>() {
  return <
    const K extends RouteKey,
    Body extends z.ZodMiniType | undefined = undefined,
    Query extends z.ZodMiniType | undefined = undefined,
    Path extends z.ZodMiniType | undefined = undefined,
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
