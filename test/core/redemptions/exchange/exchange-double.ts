import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  method: string | undefined;
  path: string | undefined;
  headers: IncomingMessage["headers"];
  body: string;
}

/** A real HTTP server whose next answers are written by the test. */
export interface ExchangeDouble {
  baseUrl: string;
  received: Received[];
  answerWith(script: (response: ServerResponse, request: Received) => void): void;
  stop(): Promise<void>;
}

export async function startExchangeDouble(): Promise<ExchangeDouble> {
  const received: Received[] = [];
  let script: (response: ServerResponse, request: Received) => void = (response) => response.end();

  const listener: RequestListener = async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url, headers } = request;
    const call = { method, path: url, headers, body: Buffer.concat(chunks).toString("utf8") };
    received.push(call);
    script(response, call);
  };
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/exchange`,
    received,
    answerWith(next) {
      script = next;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function sendJson(response: ServerResponse, status: number, content: unknown, type = "application/json"): void {
  response.writeHead(status, { "Content-Type": type });
  response.end(typeof content === "string" ? content : JSON.stringify(content));
}

export function sendBytes(response: ServerResponse, bytes: number[]): void {
  response.writeHead(200, { "Content-Type": "application/json" }).end(Buffer.from(bytes));
}

export function sendForEver(response: ServerResponse): void {
  response.writeHead(200, { "Content-Type": "application/json" });
  const more = () => {
    if (response.destroyed) return;
    response.write(" ".repeat(8192), more);
  };
  more();
}

export function cutWithinBody(response: ServerResponse): void {
  response.writeHead(200, { "Content-Type": "application/json", "Content-Length": 500 });
  response.write('{"status":"succ', () => response.destroy());
}
