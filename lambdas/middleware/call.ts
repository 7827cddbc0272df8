import type { Request } from "@middy/core";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import { PLATFORM, type Scope } from "../../core/access/domain/api-key.ts";
import type { MerchantStatus } from "../../core/access/domain/merchant.ts";
import type { RequestLimit } from "../../core/foundation/domain/limits.ts";
import type { Answer, Caller } from "../../core/foundation/services/deps.ts";
import type { EdgeDeps, RawRequest, TextAnswer } from "../http/define-route.ts";
import type { Served } from "./served.ts";

/** What the chain has found out about one request so far. Each middleware fills in what its name says. */
export interface CallState<D = EdgeDeps> {
  raw: RawRequest;
  deps?: D;
  /** `undefined` for signed requests. */
  caller?: Caller | undefined;
  scopes?: readonly Scope[];
  /** Of the merchant whose key it is. */
  merchantStatus?: MerchantStatus | undefined;
  requestLimit?: RequestLimit | undefined;
  route?: Served<D>;
  /** Parsed, not validated. */
  json?: unknown;
  /** Validated. */
  body?: unknown;
  query?: unknown;
  path?: unknown;
  idempotencyKey?: string;
  /** What the route's handler has answered. */
  answer?: Answer | TextAnswer;
}

/** middy hands the handler the event only, so the state travels on it. */
export type ApiEvent<D = EdgeDeps> = APIGatewayProxyEventV2 & { call: CallState<D> };

export type ApiRequest<D = EdgeDeps> = Request<ApiEvent<D>, APIGatewayProxyStructuredResultV2, Error, Context>;

/** The state's part that an earlier middleware of the chain must have filled in. */
export function known<T>(part: T | undefined, name: string): T {
  if (part === undefined) throw new Error(`the chain is out of order: ${name} is not known yet`);
  return part;
}

/** First in the chain: undoes the gateway's base64, so that sizes and signatures are of the bytes that were sent. */
export function rawRequestOf(event: APIGatewayProxyEventV2): RawRequest {
  return {
    requestId: event.requestContext.requestId,
    method: event.requestContext.http.method,
    path: instanceOf(event.rawPath),
    headers: event.headers ?? {},
    bytes: Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8"),
  };
}

/** HTTP APIs hand the path over decoded; a URI reference in an answer must be encoded again. */
function instanceOf(rawPath: string): string {
  return rawPath.toWellFormed().replace(/[^\w!$&'()*+,;=:@/.~-]/gu, encodeURIComponent);
}

/** Who owns what a request writes under its key. */
export function ownerOf(caller: Caller): string {
  return caller.kind === "tenant" ? caller.tenantId : PLATFORM;
}
