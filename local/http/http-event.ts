import type { IncomingMessage } from "node:http";
import { ACCOUNT, API_ID } from "../servers/addresses.ts";
import { percentDecode, type RouteMatch } from "./http-routes.ts";

/** Requests and answers in the payload format 2.0 of HTTP APIs. */

export interface HttpAnswer {
  statusCode: number;
  headers: Record<string, string | string[]>;
  body: Buffer;
}

export function makeEvent(
  request: IncomingMessage,
  body: Buffer,
  match: RouteMatch,
  at: { requestId: string; nowMs: number },
): object {
  const { requestId, nowMs } = at;
  const { path, query, host } = splitTarget(request.url ?? "/");
  const { headers, cookies } = joinHeaders(request.rawHeaders);
  // A target that names its host counts for more than the header, which a proxy may have left as it was.
  if (host !== undefined) headers.host = host;
  const parameters = joinQuery(query);
  const text = isText(headers["content-type"]);
  // HTTP APIs hand the path over decoded, unlike function URLs and REST APIs.
  const rawPath = percentDecode(path);
  return {
    version: "2.0",
    routeKey: match.routeKey,
    rawPath,
    rawQueryString: query,
    ...(cookies.length > 0 ? { cookies } : {}),
    headers,
    ...(Object.keys(parameters).length > 0 ? { queryStringParameters: parameters } : {}),
    requestContext: {
      accountId: ACCOUNT,
      apiId: API_ID,
      domainName: headers.host ?? "127.0.0.1",
      domainPrefix: API_ID,
      http: {
        method: request.method,
        path: rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? "127.0.0.1",
        userAgent: headers["user-agent"] ?? "",
      },
      requestId,
      routeKey: match.routeKey,
      stage: "$default",
      time: new Date(nowMs).toUTCString(),
      timeEpoch: nowMs,
    },
    ...(Object.keys(match.pathParameters).length > 0 ? { pathParameters: match.pathParameters } : {}),
    ...(body.length > 0 ? { body: body.toString(text ? "utf8" : "base64") } : {}),
    isBase64Encoded: body.length > 0 && !text,
  };
}

/** Everything else arrives in base64, HTML forms included. */
function isText(contentType: string | undefined): boolean {
  const type = (contentType ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  return /^(text\/.+|application\/(.+\+)?(json|xml)|application\/javascript)$/.test(type);
}

/** Names in lower case; repeated headers joined by commas; cookies apart. */
function joinHeaders(raw: string[]): { headers: Record<string, string>; cookies: string[] } {
  const pairs = raw.flatMap((name, at): [string, string][] =>
    at % 2 === 0 ? [[name.toLowerCase(), raw[at + 1] ?? ""]] : [],
  );
  return {
    headers: joinByName(pairs.filter(([name]) => name !== "cookie")),
    cookies: pairs.flatMap(([name, value]) => (name === "cookie" ? value.split(/;\s*/) : [])),
  };
}

/** Path and query as they came; the host only of the absolute form, which proxies send (`GET http://host/path`). */
export function splitTarget(target: string): { path: string; query: string; host?: string } {
  const absolute = /^https?:\/\/([^/?]*)(.*)$/i.exec(target);
  const local = absolute?.[2] ?? target;
  const mark = local.indexOf("?");
  const path = mark < 0 ? local : local.slice(0, mark);
  const query = mark < 0 ? "" : local.slice(mark + 1);
  return { path: path || "/", query, ...(absolute?.[1] ? { host: absolute[1] } : {}) };
}

function joinQuery(query: string): Record<string, string> {
  return joinByName([...new URLSearchParams(query)]);
}

/** What is there twice, joined by a comma. No name is special, not even `__proto__`. */
function joinByName(pairs: [name: string, value: string][]): Record<string, string> {
  const joined = new Map<string, string>();
  for (const [name, value] of pairs) {
    const before = joined.get(name);
    joined.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(joined);
}

/** What a function returned, as HTTP; undefined when an HTTP API would answer 500 to it. */
export function readAnswer(payload: string): HttpAnswer | undefined {
  const value = JSON.parse(payload) as unknown;
  if (typeof value !== "object" || value === null || !("statusCode" in value)) {
    if (value === null) return undefined;
    const body = Buffer.from(typeof value === "string" ? value : payload);
    return { statusCode: 200, headers: { "content-type": "application/json" }, body };
  }
  const { statusCode, headers, cookies, body, isBase64Encoded } = value as Record<string, unknown>;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) return undefined;
  if (body !== undefined && body !== null && typeof body !== "string") return undefined;
  const answer: HttpAnswer["headers"] = { "content-type": "text/plain;charset=UTF-8" };
  for (const [name, item] of Object.entries((headers ?? {}) as Record<string, unknown>)) {
    answer[name.toLowerCase()] = String(item);
  }
  if (Array.isArray(cookies)) answer["set-cookie"] = cookies.map(String);
  return { statusCode: status, headers: answer, body: Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8") };
}
