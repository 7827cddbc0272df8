import middy from "@middy/core";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import type { Answer, IdempotentRequest, VaultDeps } from "../../core/foundation/services/deps.ts";
import { underKey } from "../../core/foundation/services/under-key.ts";
import type { EdgeDeps, Route, TextAnswer } from "../http/define-route.ts";
import { log } from "../runtime/telemetry.ts";
import { authenticate } from "./authenticate.ts";
import { authorize } from "./authorize.ts";
import { behindEdge } from "./behind-edge.ts";
import { bodyCoding } from "./body-coding.ts";
import { bodySize } from "./body-size.ts";
import { type ApiEvent, type ApiRequest, type CallState, known, ownerOf, rawRequestOf } from "./call.ts";
import { findRoute } from "./find-route.ts";
import { idempotencyKey } from "./idempotency-key.ts";
import { jsonBody } from "./json-body.ts";
import { merchantActive } from "./merchant-active.ts";
import { identify, named, observe } from "./observe.ts";
import { problems } from "./problems.ts";
import { rateLimit } from "./rate-limit.ts";
import { requestLine } from "./request-line.ts";
import { answered } from "./response.ts";
import { type RouteRows, served } from "./served.ts";
import { validate } from "./validate.ts";

export type ApiHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** An HTTP function: the contract's checks in the contract's order, then the route's handler. `rows`: of these routes, at least. */
export function api<D extends EdgeDeps>(
  rows: RouteRows,
  routes: readonly Route<D>[],
  deps: () => Promise<D>,
): ApiHandler {
  const all = served(rows, routes);
  const chain = middy(async ({ call }: ApiEvent<D>) => {
    call.answer = await handled(call);
    return answered(call.answer, call.route?.row.answers[202]);
  })
    .use(observe())
    .use(named())
    .use(requestLine(log))
    .use(receive(deps))
    .use(authenticate(all))
    .use(identify())
    .use(findRoute(all, rows))
    .use(identify())
    .use(authorize())
    .use(rateLimit())
    .use(merchantActive())
    .use(bodySize())
    .use(bodyCoding())
    .use(jsonBody())
    .use(validate())
    .use(idempotencyKey())
    .use(problems(log));
  return behindEdge(chain as unknown as ApiHandler);
}

function receive<D extends EdgeDeps>(deps: () => Promise<D>) {
  return {
    before: async ({ event }: ApiRequest<D>): Promise<void> => {
      event.call = { raw: rawRequestOf(event) };
      event.call.deps = await deps();
    },
  };
}

function handled<D extends EdgeDeps>(call: CallState<D>): Promise<Answer | TextAnswer> {
  const { deps, body, query, path, raw } = call;
  const { caller, scopes = [], route } = call;
  const request = requestOf(call);
  const handle = () => known(route, "route").handle({ deps, caller, scopes, body, query, path, request, raw } as never);
  // Whoever serves a route with a key is given what reads it.
  return request ? underKey(deps as unknown as VaultDeps, request, handle, route?.replay) : handle();
}

function requestOf<D>({ route, caller, idempotencyKey, body, path, raw }: CallState<D>): IdempotentRequest | undefined {
  if (idempotencyKey === undefined) return undefined;
  const by = known(caller, "caller");
  return {
    ownerId: ownerOf(by),
    keyId: by.keyId,
    route: known(route, "route").key,
    key: idempotencyKey,
    content: { body, path: path as Record<string, string> },
    instance: raw.path,
    requestId: raw.requestId,
  };
}
