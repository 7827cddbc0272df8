import { once } from "node:events";
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { SELF_SIGNED } from "./self-signed.ts";

/** What a receiver does with a request. Each is done until it ends, or until the sender has hung up. */
export type Behaviour =
  | { status: number; headers?: Record<string, string>; body?: string | Buffer }
  /** Answers nothing. */
  | "hang"
  /** A good status, and then 100 MB. */
  | "huge"
  /** A good status, and then a byte now and then, for ever. */
  | "slow"
  /** A byte of the head now and then, for ever. */
  | "slow-head"
  /** A head without end. */
  | "huge-head"
  /** The connection is gone before an answer. */
  | "reset"
  /** A good status, the beginning of a body, and the connection is gone. */
  | "reset-within"
  /** What is no HTTP. */
  | "garbage"
  /** Another protocol from here on. */
  | "upgrade";

export interface ReceivedRequest {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: Buffer;
}

export interface WebhookReceiver {
  /** On 127.0.0.1, with a path. */
  url: string;
  port: number;
  requests: ReceivedRequest[];
  /** What comes next; the last one stays. */
  script: Behaviour[];
  /** Bytes written by the time when the sender had hung up, of each request in turn. */
  hungUp: (index: number) => Promise<number>;
  close: () => Promise<void>;
}

const HUGE_BYTES = 100 * 1024 * 1024;
const DRIP_MS = 5;

/** A merchant's server that misbehaves by script. `tls`: with a certificate that nobody trusts. */
export async function startReceiver(script: Behaviour[], { tls = false } = {}): Promise<WebhookReceiver> {
  const requests: ReceivedRequest[] = [];
  const ends: Promise<number>[] = [];
  const receiver = { script };
  const onRequest = async (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    ends.push(new Promise((resolve) => socket.once("close", () => resolve(socket.bytesWritten))));
    socket.on("error", () => {});
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = "", url = "", headers } = request;
    requests.push({ method, url, headers, body: Buffer.concat(chunks) });
    const behaviour = receiver.script.length > 1 ? receiver.script.shift() : receiver.script[0];
    await behave(behaviour ?? "hang", response);
  };
  const listener = (request: IncomingMessage, response: ServerResponse) => void onRequest(request, response);
  const server = tls ? createHttpsServer(SELF_SIGNED, listener) : createHttpServer(listener);
  server.on("tlsClientError", () => {});
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return Object.assign(receiver, {
    url: `${tls ? "https" : "http"}://127.0.0.1:${port}/hook?shop=1`,
    port,
    requests,
    hungUp: async (index: number) => ends[index] ?? Promise.reject(new Error(`there was no request ${index}`)),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  });
}

async function behave(behaviour: Behaviour, response: ServerResponse): Promise<void> {
  if (typeof behaviour === "object") {
    response.writeHead(behaviour.status, behaviour.headers);
    response.end(behaviour.body);
    return;
  }
  await UNRULY[behaviour](response);
}

const UNRULY: Record<Extract<Behaviour, string>, (response: ServerResponse) => Promise<void> | void> = {
  hang: () => {},
  huge: async (response) => {
    response.writeHead(200);
    const chunk = Buffer.alloc(64 * 1024, "x");
    for (let bytes = 0; bytes < HUGE_BYTES && !response.destroyed; bytes += chunk.byteLength)
      if (!response.write(chunk)) await Promise.race([once(response, "drain"), once(response, "close")]);
    response.end();
  },
  slow: (response) => {
    response.writeHead(200);
    drip(response, () => response.write("x"));
  },
  "slow-head": (response) => {
    response.socket?.write("HTTP/1.1 200 OK\r\n");
    drip(response, () => response.socket?.write("X"));
  },
  "huge-head": (response) => {
    response.socket?.write(`HTTP/1.1 200 OK\r\n${`X-Pad: ${"x".repeat(1000)}\r\n`.repeat(100)}`);
  },
  reset: (response) => void response.socket?.resetAndDestroy(),
  "reset-within": (response) => {
    response.writeHead(200, { "content-length": "1000" });
    response.write("the beginning", () => response.socket?.resetAndDestroy());
  },
  garbage: (response) => void response.socket?.end("220 mail.example ESMTP ready\r\n"),
  upgrade: (response) => {
    response.socket?.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  },
};

function drip(response: ServerResponse, write: () => void): void {
  const timer = setInterval(write, DRIP_MS);
  response.once("close", () => clearInterval(timer));
}
