import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { RouteKey } from "../../contract/routes.ts";
import type { ClientCall } from "../../invariants/snapshot.ts";

/** Longer than the gateway's 30 s. */
const ANSWER_TIMEOUT_MS = 35_000;
/** A batch that was cut off holds its key for 30 s; the rest is for the restart. */
const GIVE_UP_AFTER_MS = 90_000;
const RETRY_DEFAULT_MS = 500;

export interface Call {
  path?: Record<string, string>;
  query?: Record<string, string>;
  body?: object;
  /** `Idempotency-Key` */
  key?: string;
}

export interface Answer {
  status: number;
  /** As received, to the byte. */
  text: string;
  json: Record<string, unknown>;
  replayed: boolean;
  retryAfterMs: number;
}

/** The connection broke before the answer: whether the request took effect, only its key can tell. */
export class LostAnswer extends Error {
  override readonly name = "LostAnswer";
}

export interface ClientOptions {
  /** Changes with a restart. */
  url: () => string;
  apiKey: string;
  /** The key's tenant, or `platform`. */
  owner: string;
  log: ClientCall[];
  /** Between two tries; tests do not wait. */
  wait?: (ms: number) => Promise<unknown>;
  giveUpAfterMs?: number;
  /** Holds a request back until it is its turn. */
  turn?: <T>(request: () => Promise<T>) => Promise<T>;
}

interface Sending {
  /** Another answer than this is no reason to ask again; by default what calls itself retryable is. */
  isLast?: (answer: Answer) => boolean;
  onWait?: ((answer: Answer | undefined) => void) | undefined;
}

const isFinal = ({ json }: Answer) => json.retryable !== true;

/** One caller with one API key. Every request and every answer is kept: they are evidence. */
export class ApiClient {
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  /** One request, whatever comes of it. */
  call(route: RouteKey, call: Call = {}): Promise<Answer> {
    const { turn } = this.#options;
    return turn ? turn(() => this.#request(route, call)) : this.#request(route, call);
  }

  async #request(route: RouteKey, call: Call): Promise<Answer> {
    const { url, apiKey, owner, log } = this.#options;
    const { path = {}, query = {}, body, key } = call;
    const [method = "", template = ""] = route.split(" ");
    const address = template.replace(/\{(\w+)\+?\}/g, (_all, name: string) => encodeURIComponent(path[name] ?? ""));
    const search = new URLSearchParams(query).toString();
    const fingerprint = createHash("sha256")
      .update(JSON.stringify([path, body]))
      .digest("base64url");
    const entry: ClientCall = { owner, route, ...(key && { key }), fingerprint, sentAt: Date.now(), receivedAt: 0 };
    log.push(entry);
    try {
      const response = await fetch(`${url()}${address}${search && `?${search}`}`, {
        method,
        headers: {
          authorization: `Bearer ${apiKey}`,
          ...(key && { "idempotency-key": key }),
          ...(body && { "content-type": "application/json" }),
        },
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      });
      const text = await response.text();
      const replayed = response.headers.get("idempotent-replayed") === "true";
      Object.assign(entry, { receivedAt: Date.now(), status: response.status, body: text, replayed });
      const isText = String(response.headers.get("content-type")).startsWith("text/csv");
      const json = (isText ? {} : JSON.parse(text)) as Answer["json"];
      const retryAfterMs = Number(response.headers.get("retry-after") ?? 0) * 1000;
      return { status: response.status, text, json, replayed, retryAfterMs };
    } catch (error) {
      entry.receivedAt = Date.now();
      if (entry.status !== undefined) throw error;
      throw new LostAnswer(`${route}: ${(error as Error).message}`, { cause: error });
    }
  }

  /** As a careful caller sends: the same request under the same key until an answer says that it is the last one. */
  async send(route: RouteKey, call: Call, { isLast = isFinal, onWait }: Sending = {}): Promise<Answer> {
    const { giveUpAfterMs = GIVE_UP_AFTER_MS } = this.#options;
    const deadline = Date.now() + giveUpAfterMs;
    for (;;) {
      const answer = await this.call(route, call).catch((error: unknown) => {
        if (error instanceof LostAnswer && Date.now() < deadline) return undefined;
        throw error;
      });
      // What comes from 500 on says nothing about the request, whoever it comes from: the gateway knows no `retryable`.
      if (answer && ((answer.status < 500 && isLast(answer)) || Date.now() > deadline)) return answer;
      onWait?.(answer);
      await (this.#options.wait ?? pause)(answer?.retryAfterMs || RETRY_DEFAULT_MS);
    }
  }

  /** An answer with this status, or the end of the story. */
  async expect(status: number, route: RouteKey, call: Call): Promise<Answer> {
    const answer = await this.send(route, call);
    if (answer.status !== status)
      throw new Error(`${route} was answered ${answer.status}: ${answer.text.slice(0, 500)}`);
    return answer;
  }

  async get<T>(route: RouteKey, call: Call = {}): Promise<T> {
    return (await this.expect(200, route, call)).json as T;
  }

  /** All pages of a list. */
  async list<T>(route: RouteKey, call: Call, limit: number): Promise<T[]> {
    const items: T[] = [];
    let cursor: string | null = null;
    do {
      const query = { ...call.query, limit: String(limit), ...(cursor === null ? {} : { cursor }) };
      const page: { items: T[]; nextCursor: string | null } = await this.get(route, { ...call, query });
      items.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return items;
  }
}
