import type { Problem } from "../../../contract/answers/problem.ts";
import { ApiError } from "./problem.ts";

const LOST = "The API could not be reached, or its answer was lost on the way.";

export type Query = Readonly<Record<string, string | undefined>>;

export interface ClientDeps {
  fetch: typeof fetch;
  /** For one request: aborted when no answer can come any more. */
  giveUp(): AbortSignal;
  /** The session's; `undefined`: locked. */
  key(): string | undefined;
  /** The API does not know the key any more. */
  onRefusedKey(): void;
}

/** The public API, as any caller has it. */
export class Client {
  readonly #deps: ClientDeps;

  constructor(deps: ClientDeps) {
    this.#deps = deps;
  }

  get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
    return this.#send<T>("GET", addressOf(path, query), { signal });
  }

  /** `idempotencyKey`: one for each thing that an operator wants done, however often it is sent. */
  send<T>(method: "POST" | "PUT" | "PATCH", path: string, body?: unknown, idempotencyKey?: string): Promise<T> {
    return this.#send<T>(method, path, {
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      idempotencyKey,
    });
  }

  /** Whether it is an operator's: by a read that takes no other. */
  async tryKey(key: string): Promise<void> {
    await this.#send("GET", addressOf("/v1/reviews", { limit: "1" }), { key });
  }

  async #send<T>(
    method: string,
    address: string,
    {
      key = this.#deps.key(),
      body,
      idempotencyKey,
      signal,
    }: {
      key?: string | undefined;
      body?: string;
      idempotencyKey?: string | undefined;
      signal?: AbortSignal | undefined;
    },
  ): Promise<T> {
    if (key === undefined) throw new ApiError("The console is locked.", { status: 401 });
    const headers: Record<string, string> = { accept: "application/json", authorization: `Bearer ${key}` };
    if (body !== undefined) headers["content-type"] = "application/json";
    if (idempotencyKey !== undefined) headers["idempotency-key"] = idempotencyKey;
    const response = await this.#answer(address, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.any([this.#deps.giveUp(), ...(signal ? [signal] : [])]),
    });
    const answer = parsed(await response.text().catch(() => ""));
    // Without its body nobody knows what was answered, and a portal's page is no answer, whatever its status says.
    if (response.ok && answer === undefined) throw new ApiError(LOST);
    if (response.ok) return answer as T;
    // A late answer to the key before this one says nothing of this one.
    if (response.status === 401 && key === this.#deps.key()) this.#deps.onRefusedKey();
    throw refusalOf(response, answer);
  }

  async #answer(address: string, init: RequestInit): Promise<Response> {
    try {
      return await this.#deps.fetch(address, { ...init, cache: "no-store", credentials: "omit", redirect: "error" });
    } catch (error) {
      if ((error as Error).name === "AbortError") throw error;
      throw new ApiError(LOST);
    }
  }
}

/** Parameters that are not set, or empty, are left out. */
export function addressOf(path: string, query: Query): string {
  const given = Object.entries(query).filter(
    (pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== "",
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

function refusalOf(response: Response, body: unknown): ApiError {
  const { status, headers } = response;
  const requestId = headers.get("tender-request-id") ?? headers.get("apigw-requestid") ?? undefined;
  const retryAfter = Number(headers.get("retry-after") ?? Number.NaN);
  const about = {
    status,
    ...(requestId === undefined ? {} : { requestId }),
    ...(Number.isFinite(retryAfter) ? { retryAfterSeconds: retryAfter } : {}),
  };
  if (isProblem(body)) return new ApiError(body.detail, { ...about, problem: body });
  return new ApiError("The answer came from something before the API.", about);
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "code" in body && "title" in body && "detail" in body;
}

function parsed(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
