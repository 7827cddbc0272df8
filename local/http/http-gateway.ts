import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { FunctionPool } from "../functions/function-pool.ts";
import { LocalError } from "../local-error.ts";
import { listen } from "../servers/listening.ts";
import { within } from "../within.ts";
import { type HttpAnswer, makeEvent, readAnswer, splitTarget } from "./http-event.ts";
import { RouteTable } from "./http-routes.ts";

/** Quotas of HTTP APIs. */
const BODY_MAX_BYTES = 10 * 1024 * 1024;
const INTEGRATION_TIMEOUT_MS = 30_000;
/** Request line and headers together. */
const HEADERS_MAX_BYTES = 10_240;
const REFUSALS: Record<string, number> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

export interface GatewayRoute {
  routeKey: string;
  pool: FunctionPool;
  timeoutMs?: number;
}

/** The HTTP API of the template on one port of 127.0.0.1. */
export class HttpGateway {
  readonly #server: Server;
  #table = new RouteTable([]);
  #routes = new Map<string, GatewayRoute>();
  #open = false;

  constructor() {
    this.#server = createServer({ maxHeaderSize: HEADERS_MAX_BYTES, keepAliveTimeout: 30_000 }, (request, response) => {
      // The name by which the gateway, the function's log and the caller know the request.
      const requestId = randomUUID();
      this.#serve(request, response, requestId).catch(() =>
        send(response, message(500, "Internal Server Error"), requestId),
      );
    });
    this.#server.on("clientError", refuse);
  }

  /** Takes the port at once, so that a taken one is known before anything else starts; answers 503 until `open`. */
  listen(port: number): Promise<number> {
    return listen(this.#server, port).catch(({ code, message }: NodeJS.ErrnoException) => {
      const taken = "is taken: stop what listens there or choose another with --port";
      const reason = code === "EADDRINUSE" ? taken : `cannot be used: ${message}`;
      throw new LocalError(`Port ${port} of 127.0.0.1 ${reason}.`);
    });
  }

  open(routes: GatewayRoute[]): void {
    this.#table = new RouteTable(routes.map((route) => route.routeKey));
    this.#routes = new Map(routes.map((route) => [route.routeKey, route]));
    this.#open = true;
  }

  /** New connections are refused; requests under way may end. */
  close(): Promise<void> {
    this.#open = false;
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeIdleConnections();
    });
  }

  cut(): void {
    this.#server.closeAllConnections();
  }

  async #serve(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> {
    const answer = (what: HttpAnswer, headOnly = false) => send(response, what, requestId, headOnly);
    const body = await readBody(request);
    if (body === undefined) return answer(message(413, "Request Entity Too Large"));
    if (!this.#open) return answer(message(503, "Service Unavailable"));
    const match = this.#table.match(request.method ?? "GET", splitTarget(request.url ?? "/").path);
    const route = match && this.#routes.get(match.routeKey);
    if (!match || !route) return answer(message(404, "Not Found"));
    const event = JSON.stringify(makeEvent(request, body, match, { requestId, nowMs: Date.now() }));
    answer(await callFunction(route, event), request.method === "HEAD");
  }
}

async function callFunction(route: GatewayRoute, event: string): Promise<HttpAnswer> {
  const timeoutMs = Math.min(route.timeoutMs ?? INTEGRATION_TIMEOUT_MS, INTEGRATION_TIMEOUT_MS);
  const result = await within(timeoutMs, route.pool.invoke(event));
  if (!result) return message(503, "Service Unavailable");
  return (result.ok ? readAnswer(result.payload) : undefined) ?? message(500, "Internal Server Error");
}

/** Undefined when it is larger than an HTTP API takes; the rest is read and thrown away, so that the answer arrives. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= BODY_MAX_BYTES) chunks.push(chunk);
  }
  return bytes <= BODY_MAX_BYTES ? Buffer.concat(chunks) : undefined;
}

/** What is no request is refused in the gateway's own words, before anything else sees it. */
function refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const status = REFUSALS[error.code ?? ""] ?? 400;
  const { body } = message(status, STATUS_CODES[status] ?? "");
  const head = ["content-type: application/json", `content-length: ${body.length}`, "connection: close"];
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head.join("\r\n")}\r\n\r\n${body}`);
}

function message(statusCode: number, text: string): HttpAnswer {
  const body = Buffer.from(JSON.stringify({ message: text }));
  return { statusCode, headers: { "content-type": "application/json" }, body };
}

function send(response: ServerResponse, answer: HttpAnswer, requestId: string, headOnly = false): void {
  if (response.headersSent) return;
  response.writeHead(answer.statusCode, {
    ...answer.headers,
    "apigw-requestid": requestId,
    "content-length": answer.body.length,
  });
  response.end(headOnly ? undefined : answer.body);
}
