import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import type { WebhookReceipt } from "../../invariants/snapshot.ts";

/** How a merchant's server takes what it is sent. */
export type Mood = "takes" | "down" | "slow";

/** What a webhook says, once its signature is known to be good. */
export interface Told {
  eventId: string;
  type: string;
  resourceId: string;
  resourceVersion: number;
}

/** A merchant's server that verifies by a library of others, and knows events by their id. */
export class Receiver {
  mood: Mood = "takes";
  /** All that it has been given; what comes is good when one of them has signed it. */
  readonly secrets: string[] = [];
  /** By event. */
  readonly told = new Map<string, Told>();
  /** Each try that reached it. */
  readonly receipts: WebhookReceipt[] = [];
  /** What no secret has signed. */
  forged = 0;
  /** How many secrets had signed what came last. */
  lastSignatures = 0;
  readonly #server: Server;
  readonly #hanging = new Set<ServerResponse>();

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#take(request, response).catch(() => response.destroy());
    });
  }

  static async start(): Promise<Receiver> {
    const receiver = new Receiver();
    await new Promise<void>((resolve) => receiver.#server.listen(0, "127.0.0.1", resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hooks`;
  }

  async stop(): Promise<void> {
    for (const response of this.#hanging) response.destroy();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString("utf8");
    const headers = request.headers as Record<string, string>;
    const eventId = headers["webhook-id"] ?? "";
    const answer = (status?: number) => {
      this.receipts.push({ url: this.url, eventId, at: Date.now(), status, body });
      if (status !== undefined) response.writeHead(status).end();
    };
    if (this.mood === "down") return answer(503);
    if (this.mood === "slow") {
      this.#hanging.add(response);
      return answer();
    }
    const signers = this.secrets.filter((secret) => isSignedWith(secret, body, headers));
    if (signers.length === 0) {
      this.forged++;
      return answer(401);
    }
    this.lastSignatures = signers.length;
    this.told.set(eventId, JSON.parse(body) as Told);
    answer(204);
  }
}

function isSignedWith(secret: string, body: string, headers: Record<string, string>): boolean {
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch {
    return false;
  }
}
