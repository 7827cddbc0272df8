import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface VendorCall {
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface VendorAnswer {
  status?: number;
  type?: string;
  body: string;
}

export type Vendor = (call: VendorCall) => VendorAnswer;
export type Script = (response: ServerResponse, call: VendorCall) => void;

/** A vendor over real HTTP. `instead`: what the next calls to a path get, after the vendor has done its part or without it. */
export interface VendorDouble {
  origin: string;
  calls: VendorCall[];
  /** The vendor takes the call; what it answers is replaced. */
  answerWith(script: Script, times?: number): void;
  /** The vendor never sees the call. */
  interceptWith(script: Script, times?: number): void;
  /** Stands between its callers and the vendor: misbehaviour, or what the vendor does besides answering. */
  around: ((call: VendorCall, vendor: Vendor) => VendorAnswer) | undefined;
  reset(): void;
  stop(): Promise<void>;
}

export async function startVendorDouble(vendor: Vendor): Promise<VendorDouble> {
  const calls: VendorCall[] = [];
  let scripts: { script: Script; seen: boolean; times: number }[] = [];

  const answerTo: Vendor = (call) => double.around?.(call, vendor) ?? vendor(call);
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const url = new URL(request.url ?? "/", "http://vendor");
    const body = Buffer.concat(chunks).toString("utf8");
    const call = { method: request.method ?? "", url, headers: request.headers, body };
    calls.push(call);
    const [next] = scripts;
    if (next !== undefined) {
      next.times -= 1;
      if (next.times === 0) scripts.shift();
      if (next.seen) answerTo(call);
      return next.script(response, call);
    }
    const answer = answerTo(call);
    response.writeHead(answer.status ?? 200, { "Content-Type": answer.type ?? "application/json" }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  const double: VendorDouble = {
    around: undefined,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    answerWith: (script, times = Number.POSITIVE_INFINITY) => void scripts.push({ script, seen: true, times }),
    interceptWith: (script, times = Number.POSITIVE_INFINITY) => void scripts.push({ script, seen: false, times }),
    reset() {
      scripts = [];
      calls.length = 0;
      double.around = undefined;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return double;
}

export const send =
  (status: number, body: unknown, type = "application/json"): Script =>
  (response) =>
    void response
      .writeHead(status, { "Content-Type": type })
      .end(typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body));

export const nothing: Script = () => {};
export const hangUp: Script = (response) => void response.destroy();
export const cutWithinBody: Script = (response) => {
  response.writeHead(200, { "Content-Type": "application/json", "Content-Length": 500 });
  response.write("{", () => response.destroy());
};
const drip: Script = (response) => {
  response.writeHead(200, { "Content-Type": "application/json" });
  response.write("{");
};
export const endless: Script = (response) => {
  response.writeHead(200, { "Content-Type": "application/json" });
  const more = () => {
    if (!response.destroyed) response.write(" ".repeat(65_536), more);
  };
  more();
};

/** Answers that no vendor may give, and what each is told as. The same for every call of every vendor. */
export const ODD_ANSWERS: [name: string, script: Script, reason: string][] = [
  ["a status of 500", send(500, { error: { type: "api_error", message: "no" } }), "server-error"],
  ["a status of 502 with a page", send(502, "<html>", "text/html"), "server-error"],
  ["a status of 503 that says success", send(503, { code: 1, code_: "10000" }), "server-error"],
  ["a status of 429", send(429, { error: { type: "rate_limit" } }), "throttled"],
  ["a status of 401", send(401, { error: { type: "invalid_request_error", message: "key" } }), "request-refused"],
  ["a status of 403", send(403, { error: { type: "invalid_request_error" } }), "request-refused"],
  ["a status of 400 without a reason", send(400, {}), "request-refused"],
  ["a status of 201", send(201, {}), "response-invalid"],
  ["a redirect", (response) => void response.writeHead(307, { Location: "/elsewhere" }).end(), "response-invalid"],
  ["a body that is not JSON", send(200, "<html>"), "response-invalid"],
  ["an empty body", send(200, ""), "response-invalid"],
  ["an empty object", send(200, {}), "response-invalid"],
  ["null", send(200, "null"), "response-invalid"],
  ["a list", send(200, []), "response-invalid"],
  ["a text", send(200, '"ok"'), "response-invalid"],
  ["bytes that are not UTF-8", send(200, Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])), "response-invalid"],
  ["an endless body", endless, "response-too-large"],
  ["a connection that closes", hangUp, "connection-failed"],
  ["a body cut short", cutWithinBody, "connection-failed"],
];

/** With a call time of some milliseconds. */
export const SILENCES: [name: string, script: Script][] = [
  ["silence before the headers", nothing],
  ["silence within the body", drip],
];
