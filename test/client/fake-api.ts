import type { Clock } from "../../client/index.js";

/** Time that passes only while somebody sleeps: at once, unless something else is still to come before. */
export class FakeClock implements Clock {
  nowMs = Date.UTC(2026, 0, 2, 3, 4, 5);
  readonly slept: number[] = [];
  readonly #sleepers = new Set<{ at: number; wake: () => void }>();

  now = (): number => this.nowMs;
  random = (): number => 0.5;

  sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const sleeper = { at: this.nowMs + ms, wake: resolve };
      this.#sleepers.add(sleeper);
      this.slept.push(ms);
      signal?.addEventListener("abort", () => {
        this.#sleepers.delete(sleeper);
        reject(signal.reason);
      });
    });

  /** The first sleeper wakes up. */
  pass(): void {
    const [first] = [...this.#sleepers].sort((one, other) => one.at - other.at);
    if (!first) return;
    this.#sleepers.delete(first);
    this.nowMs = Math.max(this.nowMs, first.at);
    first.wake();
  }

  get sleepers(): number {
    return this.#sleepers.size;
  }

  /** Time passes whenever nothing else goes on, until it has ended. */
  async until<T>(work: Promise<T>): Promise<T> {
    let isOver = false;
    const over = work.finally(() => {
      isOver = true;
    });
    over.catch(() => {});
    while (!isOver) {
      await new Promise((resolve) => setImmediate(resolve));
      if (!isOver) this.pass();
    }
    return work;
  }
}

export interface Sent {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
  redirect: string | undefined;
}

/** What the network does with a request. */
export type Reply =
  | { status: number; json?: unknown; text?: string; type?: string; headers?: Record<string, string> }
  /** The connection is gone. */
  | "lost"
  /** A good status, and the connection is gone within the body. */
  | "cut"
  /** Nothing, and it does not hear that it should stop. */
  | "hang";

export function answering(replies: Reply[]) {
  const sent: Sent[] = [];
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const { method = "GET", headers, body, redirect } = init;
    sent.push({ method, url, headers: { ...(headers as object) }, body: body as string | undefined, redirect });
    const reply = replies.length > 1 ? replies.shift() : replies[0];
    if (reply === undefined || reply === "lost") throw new TypeError("fetch failed");
    if (reply === "hang") return new Promise<never>(() => {});
    if (reply === "cut") {
      const stream = new ReadableStream({ start: (controller) => controller.error(new TypeError("terminated")) });
      return new Response(stream, { status: 200, headers: { "content-type": "application/json" } });
    }
    const isText = reply.text !== undefined;
    const type = reply.type ?? (reply.status >= 400 ? "application/problem+json" : "application/json");
    return new Response(isText ? reply.text : JSON.stringify(reply.json ?? {}), {
      status: reply.status,
      headers: { "content-type": type, ...reply.headers },
    });
  };
  return { fetch, sent };
}

export function problem(status: number, code: string, more: object = {}, headers: Record<string, string> = {}): Reply {
  const json = {
    type: `/errors/${code}`,
    title: code,
    status,
    detail: "As it is.",
    instance: "/",
    code,
    requestId: "req-1",
  };
  return { status, json: { retryable: false, ...json, ...more }, headers };
}
