/** The forms that most routes have: a key, what is asked, and one call of a service. */

import * as z from "zod/mini";
import type { ANSWERS, AnswerName } from "../../contract/answers.ts";
import { byId } from "../../contract/fields/shared.ts";
import type { ROUTES, RouteKey } from "../../contract/routes.ts";
import type { Answer, IdempotentRequest, VaultDeps } from "../../core/foundation/services/deps.ts";
import type { ReadAnswer } from "../../core/foundation/services/stored-answer.ts";
import {
  type CallerOf,
  type EdgeDeps,
  type IdempotentOf,
  ok,
  type Route,
  routeDefiner,
  type TenantCaller,
} from "./define-route.ts";

/** Routes that tenants alone write through. */
type KeyOfTenants = {
  [K in RouteKey]: CallerOf<K> extends TenantCaller ? (IdempotentOf<K> extends IdempotentRequest ? K : never) : never;
}[RouteKey];

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
export function list<const K extends RouteKey, const Query extends z.core.$ZodShape, D extends EdgeDeps>(
  key: K,
  query: Query,
  read: (deps: D, caller: CallerOf<K>, query: z.output<z.ZodMiniObject<Query, z.core.$strict>>) => Promise<AnswerOf<K>>,
): Route<D> {
  return routeDefiner<D>()({
    key,
    query: z.strictObject(query),
    handle: async ({ deps, caller, query }) => ok(await read(deps, caller, query)),
  });
}

/** Takes something that becomes its tenant's. */
export function create<const K extends KeyOfTenants, Body extends z.ZodMiniType, D extends VaultDeps>(
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
export function change<const K extends RouteKey, Body extends z.ZodMiniType, D extends VaultDeps>(
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
