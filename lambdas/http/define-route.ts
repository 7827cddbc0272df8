import * as z from "zod";
import type { ANSWERS, AnswerName } from "../../contract/answers.ts";
import { byId } from "../../contract/fields.ts";
import type { ROUTES, RouteKey } from "../../contract/routes.ts";
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

type KeyOfTenants = { [K in RouteKey]: CallerOf<K> extends TenantCaller ? K : never }[RouteKey];

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
  /** A row of `contract/routes.ts`: who may call, how large the body may be, what is answered stands there. */
  key: K;
  body?: Body;
  /** Where merchants and operators call, and more is asked of an operator. */
  operatorBody?: Body;
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
  body?: z.ZodType | undefined;
  operatorBody?: z.ZodType | undefined;
  query?: z.ZodType | undefined;
  path?: z.ZodType | undefined;
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

/** What a read answers with, from the shape that its row names. */
type AnswerOf<K extends RouteKey> = (typeof ROUTES)[K]["answers"] extends {
  200: { schema: infer N extends AnswerName };
}
  ? z.output<(typeof ANSWERS)[N]>
  : never;

/** Reads one thing by its id. */
export function readById<const K extends RouteKey, D extends EdgeDeps>(
  key: K,
  read: (deps: D, caller: CallerOf<K>, id: string) => Promise<AnswerOf<K>>,
): Route<D> {
  return routeDefiner<D>()({
    key,
    path: byId,
    handle: async ({ deps, caller, path }) => ok(await read(deps, caller, path.id)),
  });
}

/** A page of a list. */
export function list<const K extends RouteKey, const Query extends z.ZodRawShape, D extends EdgeDeps>(
  key: K,
  query: Query,
  read: (deps: D, caller: CallerOf<K>, query: z.output<z.ZodObject<Query>>) => Promise<AnswerOf<K>>,
): Route<D> {
  return routeDefiner<D>()({
    key,
    query: z.strictObject(query),
    handle: async ({ deps, caller, query }) => ok(await read(deps, caller, query)),
  });
}

/** Takes something that becomes its tenant's. */
export function create<const K extends KeyOfTenants, Body extends z.ZodType, D extends VaultDeps>(
  key: K,
  body: Body,
  act: (deps: D, request: IdempotentRequest, tenantId: string, body: z.output<Body>) => Promise<Answer>,
  more: { replay?: ReadAnswer } = {},
): Route<D> {
  return routeDefiner<D>()<KeyOfTenants, Body>({
    key,
    body,
    ...more,
    handle: ({ deps, request, caller, body }) => act(deps, request, caller.tenantId, body as z.output<Body>),
  });
}

/** Changes one thing, or what follows from it, by its id. `operatorBody`: as of a route. */
export function change<const K extends RouteKey, Body extends z.ZodType, D extends VaultDeps>(
  key: K,
  body: Body,
  act: (deps: D, request: IdempotentOf<K>, caller: CallerOf<K>, id: string, body: z.output<Body>) => Promise<Answer>,
  operatorBody?: Body,
): Route<D> {
  return routeDefiner<D>()({
    key,
    path: byId,
    body,
    operatorBody,
    handle: ({ deps, request, caller, path, body }) => act(deps, request, caller, path.id, body as z.output<Body>),
  });
}

/** The answer of a read. */
export function ok(body: unknown): Answer {
  return { httpStatus: 200, body };
}
