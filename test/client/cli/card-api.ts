import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

interface Item {
  reference: string;
  code: string;
}
export interface TakenBatch {
  key: string;
  batchId: string;
  planId: string;
  items: Item[];
}
type Answer = { status: number; json: unknown } | "lost";

/** Batches of cards in memory: a key is answered once, the same key the same, and each code is asked for under one key alone. */
export class CardApi {
  readonly taken: TakenBatch[] = [];
  readonly #answers = new Map<string, { body: string; json: unknown }>();
  readonly #keyOfCode = new Map<string, string>();
  merchantId = "acme";
  /** What becomes of a card whose code says so; the others succeed. */
  statusOf = (code: string): string => (code.includes("REJECT") ? "FAILED" : "SUCCEEDED");
  /** Before a batch is looked at, and when it was taken and nobody has been told. */
  beforeTaken: (nth: number) => Answer | undefined = () => undefined;
  afterTaken: (nth: number) => Answer | undefined = () => undefined;
  requests = 0;

  get codes(): string[] {
    return this.taken.flatMap(({ items }) => items.map(({ code }) => code));
  }

  answer(method: string, path: string, key: string | undefined, body: string): Answer {
    if (path === "/v1/merchant") return { status: 200, json: { merchantId: this.merchantId } };
    if (method === "GET") return this.#batch(path);
    const nth = ++this.requests;
    const before = this.beforeTaken(nth);
    if (before) return before;
    const json = this.#take(String(key), body);
    return this.afterTaken(nth) ?? { status: 200, json };
  }

  #take(key: string, body: string): unknown {
    const known = this.#answers.get(key);
    if (known) {
      if (known.body !== body) throw new Error(`another request under ${key}`);
      return known.json;
    }
    const { batchId, planId, items } = JSON.parse(body) as TakenBatch;
    for (const { code } of items) {
      if (this.#keyOfCode.has(code)) throw new Error(`${code} under a second key`);
      this.#keyOfCode.set(code, key);
    }
    this.taken.push({ key, batchId, planId, items });
    const verdicts = items.map(({ reference, code }, index) => {
      const item = { index, reference, isIdempotent: false, processedAt: "2026-01-02T03:04:05.000Z" };
      if (!code.includes("USED")) return { ...item, redemptionId: `rdm_${code}`, status: "ACCEPTED" };
      const error = { code: "already-redeemed", detail: "It was redeemed before." };
      return { ...item, redemptionId: null, status: "REJECTED", error };
    });
    const json = { batchId, summary: { accepted: 0, replayed: 0, rejected: 0 }, items: verdicts };
    this.#answers.set(key, { body, json });
    return json;
  }

  #batch(path: string): Answer {
    const url = new URL(path, "http://x");
    const batchId = url.pathname.split("/").at(-1);
    const cards = this.taken.filter((batch) => batch.batchId === batchId).flatMap(({ items }) => items);
    const from = Number(url.searchParams.get("cursor") ?? 0);
    const items = cards.slice(from, from + 100).flatMap(({ reference, code }) => {
      const status = this.statusOf(code);
      const amount = status === "SUCCEEDED" ? { amount: 2500, currency: "USD" } : null;
      const reason = status === "FAILED" ? "code-invalid" : null;
      if (code.includes("USED")) return [];
      return [{ redemptionId: `rdm_${code}`, reference, status, last4: code.slice(-4), amount, reason }];
    });
    return { status: 200, json: { batchId, items, nextCursor: from + 100 < cards.length ? String(from + 100) : null } };
  }

  fetch = async (url: string, { method = "GET", headers, body }: RequestInit): Promise<Response> => {
    const { pathname, search } = new URL(url);
    const key = (headers as Record<string, string>)["idempotency-key"];
    const answer = this.answer(method, pathname + search, key, String(body ?? ""));
    if (answer === "lost") throw new TypeError("fetch failed");
    const type = answer.status >= 400 ? "application/problem+json" : "application/json";
    return new Response(JSON.stringify(answer.json), { status: answer.status, headers: { "content-type": type } });
  };

  /** The same over HTTP, for a program of its own. */
  async serve(): Promise<{ url: string; close: () => void }> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const { method = "", url = "", headers } = request;
        const key = headers["idempotency-key"] as string | undefined;
        const answer = this.answer(method, url, key, Buffer.concat(chunks).toString());
        if (answer === "lost") request.socket.destroy();
        else response.writeHead(answer.status, { "content-type": "application/json" }).end(JSON.stringify(answer.json));
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const close = () => {
      server.closeAllConnections();
      server.close();
    };
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
  }
}

export function cardsCsv(codes: string[]): string {
  return ["reference,code", ...codes.map((code, index) => `r-${index},${code}`), ""].join("\r\n");
}

/** `count` codes that are all different. */
export function manyCodes(count: number, kind = "OK"): string[] {
  return Array.from({ length: count }, (_, index) => `TEST-${kind}-2500-${String(index).padStart(4, "0")}`);
}
