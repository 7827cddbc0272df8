/** Where a vendor's webhooks come in: an HTTP server that keeps each request as it came, until a case asks for it. */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { within } from "../../local/within.ts";

/** The exact bytes, header names in lower case. */
export interface Received {
  headers: Record<string, string>;
  query: Record<string, string>;
  body: Buffer;
}

export interface Inbox {
  /** The first one that it is, of those that came or will come in time. `undefined`: none came. */
  next(isIt: (webhook: Received) => boolean): Promise<Received | undefined>;
}

const BODY_MAX_BYTES = 256 * 1024;
/** Vendors send dozens in one run; a stranger who finds the port fills no memory. */
const KEPT_MAX = 500;

export class Listener implements Inbox {
  readonly #waitMs: number;
  readonly #kept: Received[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of request) {
      bytes += chunk.length;
      if (bytes > BODY_MAX_BYTES) return void response.writeHead(413).end();
      chunks.push(chunk);
    }
    const headers = Object.entries(request.headers).flatMap(([name, value]) =>
      typeof value === "string" ? [[name, value] as const] : [],
    );
    const { searchParams } = new URL(request.url ?? "/", "http://listener");
    this.#keep({
      headers: Object.fromEntries(headers),
      query: Object.fromEntries(searchParams),
      body: Buffer.concat(chunks),
    });
    response.writeHead(200, { "Content-Type": "text/plain" }).end(this.#reply);
  });
  readonly #reply: string;

  /** `reply`: the vendor's literal "received". */
  constructor({ reply, waitMs }: { reply: string; waitMs: number }) {
    this.#reply = reply;
    this.#waitMs = waitMs;
  }

  /** Resolves to the port. 0: any free one. */
  async start(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject).listen(port, "127.0.0.1", resolve);
    });
    return (this.#server.address() as AddressInfo).port;
  }

  async next(isIt: (webhook: Received) => boolean): Promise<Received | undefined> {
    let wake: (() => void) | undefined;
    const found = new Promise<Received>((resolve) => {
      wake = () => {
        const webhook = this.#kept.find(isIt);
        if (webhook) resolve(webhook);
      };
      this.#waiting.add(wake);
      wake();
    });
    try {
      return await within(this.#waitMs, found);
    } finally {
      if (wake) this.#waiting.delete(wake);
    }
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #keep(webhook: Received): void {
    this.#kept.push(webhook);
    if (this.#kept.length > KEPT_MAX) this.#kept.shift();
    for (const wake of this.#waiting) wake();
  }
}
