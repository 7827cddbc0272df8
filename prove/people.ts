import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { answerFault } from "../contract/answer-fault.ts";
import { ROUTES, type RouteKey } from "../contract/routes.ts";
import type { ClientCall } from "../invariants/snapshot.ts";
import type { Route } from "../lambdas/http/define-route.ts";
import { SERVED_ROUTES } from "../lambdas/http/served-routes.ts";
import { api } from "../lambdas/middleware/api.ts";
import type { AllDeps } from "../lambdas/runtime/all-deps.ts";
import type { World } from "./world.ts";

const HANDLED = new Map(SERVED_ROUTES.map((route) => [route.key, route as unknown as Route<AllDeps>]));

export interface HttpRequest {
  path?: Record<string, string>;
  key?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface HttpAnswer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a caller looks into whatever came
  json: any;
  text: string;
  retryAfterMs: number | undefined;
}

/** The network to the API and back. */
const NETWORK_MS = 20;
/** Who got no answer, or was told to come later, comes so often again under the same key. */
const TRIES_MAX = 40;
/** Who is told to wait for something comes so often again: soon for what ends by itself, later for a person's decision. */
const BUSY_TRIES_MAX = 3;
const ENDED_AGAIN_MS = 5_000;
const DECIDED_AGAIN_MS = 3_600_000;
const LOST_AGAIN_MS = 3_000;
/** While nothing runs at all. */
const STOPPED_AGAIN_MS = 60_000;

/** Somebody with an API key, who writes down what was asked and answered. `tenantId` undefined: an operator. */
export class Caller {
  readonly #world: World;
  readonly #name: string;
  readonly #apiKey: string;
  readonly #tenantId: string | undefined;
  #keys = 0;

  constructor(world: World, about: { name: string; apiKey: string; tenantId?: string | undefined }) {
    this.#world = world;
    this.#name = about.name;
    this.#apiKey = about.apiKey;
    this.#tenantId = about.tenantId;
  }

  newKey(): string {
    return `${this.#name.replaceAll(" ", "-")}-key-${++this.#keys}`;
  }

  /** One request. `undefined`: no answer came. */
  async ask(route: RouteKey, request: HttpRequest): Promise<HttpAnswer | undefined> {
    const { calls, simulation } = this.#world;
    const headers = { ...request.headers, authorization: `Bearer ${this.#apiKey}` };
    const call: ClientCall = {
      owner: this.#tenantId ?? "platform",
      route,
      ...(request.key === undefined ? {} : { key: request.key }),
      fingerprint: JSON.stringify([request.path, request.body]),
      sentAt: simulation.nowMs,
      receivedAt: Number.POSITIVE_INFINITY,
    };
    calls.push(call);
    const answer = await send(this.#world, this.#name, route, { ...request, headers }, this.#tenantId);
    call.receivedAt = simulation.nowMs;
    if (answer) {
      call.status = answer.statusCode ?? 0;
      call.body = answer.body ?? "";
      call.replayed = answer.headers?.["idempotent-replayed"] === "true";
    }
    simulation.tell(this.#name, route, answer ? `${answer.statusCode} ${codeIn(answer)}` : "no answer");
    if (answer) this.#judge(route, request, answer);
    return answer && readable(answer);
  }

  /** What only who asked can know. */
  #judge(route: RouteKey, { path, key }: HttpRequest, answer: APIGatewayProxyStructuredResultV2): void {
    const { violations, engine } = this.#world;
    const { statusCode = 0, headers = {} } = answer;
    const found = (detail: string) => violations.push({ invariant: "story", subject: route, detail });
    if (statusCode === 401) found("did not know a key that is registered");
    // A later release's state has no place in this one's answers, and is told as it is.
    const fault = this.#world.alarms ? undefined : answerFault(route, statusCode, answer.body ?? "");
    if (fault !== undefined) found(fault);
    const { id } = path ?? {};
    const { status } = readable(answer).json;
    // Of an order that is over in time there is nothing left to say.
    const isWord =
      this.#tenantId === undefined && id !== undefined && key !== undefined && statusCode < 300 && status !== "EXPIRED";
    // Beside the very row, or beside its payment: then it names it.
    const isAbout = ([name, row]: [string, object]) =>
      name.includes(" AUDIT#") && (name.includes(id ?? "") || JSON.stringify(row).includes(id ?? ""));
    if (isWord && ![...engine.shadow.rows].some(isAbout)) found(`an operator's word about ${id} left no audit row`);
    // An order is told from its payment until the saga comes to it; all else has a row that its id alone leads to.
    const place = String(headers.location ?? "");
    const named = statusCode === 202 && !place.startsWith("/v1/orders/") ? place.split("/").at(-1) : undefined;
    const isNamed = (name: string) => name.endsWith(`#${named} HEAD`);
    const rows = [...engine.shadow.rows.keys(), ...engine.shadows.events.rows.keys()];
    if (named !== undefined && !rows.some(isNamed)) found(`${place} leads to nothing`);
  }

  /** The same request under the same key until it has an answer that stays. */
  async insist(route: RouteKey, request: HttpRequest): Promise<HttpAnswer> {
    const asked = { ...request, key: request.key ?? this.newKey() };
    let busyTries = 0;
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      while (this.#world.functions.isStopped) await this.#world.sleep(STOPPED_AGAIN_MS, this.#name);
      const answer = await this.ask(route, asked);
      const waitFor = answer?.json.waitFor;
      const isLast = answer?.retryAfterMs === undefined && waitFor === undefined;
      // What others have reserved may come back in half an hour: nobody stands there for so long.
      const isWaiting = waitFor !== undefined || answer?.json.code === "out-of-stock";
      if (answer && answer.status < 500 && (isLast || (isWaiting && ++busyTries >= BUSY_TRIES_MAX))) return answer;
      const againMs = waitFor === undefined ? LOST_AGAIN_MS : waitFor === "review" ? DECIDED_AGAIN_MS : ENDED_AGAIN_MS;
      await this.#world.sleep(answer?.retryAfterMs ?? againMs, this.#name);
    }
    const detail = `was never answered, though ${this.#name} came ${TRIES_MAX} times`;
    this.#world.violations.push({ invariant: "I19", subject: `${route} ${asked.key}`, detail });
    return { status: 0, json: {}, text: "", retryAfterMs: undefined };
  }
}

/** Resolves with `undefined` when the sender learns nothing. A gateway's own 5xx says no more than silence. */
export function send(
  world: World,
  who: string,
  route: RouteKey,
  request: HttpRequest,
  tenantId?: string,
): Promise<APIGatewayProxyStructuredResultV2 | undefined> {
  const { simulation, functions } = world;
  const requestId = `request-${world.calls.length}`;
  return new Promise((resolve) => {
    const back = (answer: APIGatewayProxyStructuredResultV2 | undefined) => {
      const isLost = simulation.faults.draw("answer") !== undefined;
      simulation.in(NETWORK_MS, who, "answer", () => resolve(isLost ? undefined : answer));
    };
    simulation.in(NETWORK_MS, who, route, () =>
      functions.invoke<APIGatewayProxyStructuredResultV2>({
        ...world.about(ROUTES[route].function),
        tenantId,
        run: (deps, context) =>
          api(ROUTES, [known(route)], async () => deps as AllDeps)(eventOf(route, request, requestId), context),
        onEnd: (end, { isStruck }) => {
          if (end.kind === "returned" && end.value.statusCode === 500 && !isStruck)
            world.violations.push({ invariant: "code", subject: route, detail: `answered 500: ${end.value.body}` });
          back(end.kind === "returned" ? end.value : undefined);
        },
      }),
    );
  });
}

function known(route: RouteKey): Route<AllDeps> {
  const found = HANDLED.get(route);
  if (!found) throw new Error(`nobody in this world asks for ${route}`);
  return found;
}

function eventOf(route: RouteKey, { path = {}, key, body, headers = {} }: HttpRequest, requestId: string) {
  const [method = "", pattern = ""] = route.split(" ");
  const rawPath = pattern.replace(/\{(\w+)\}/g, (_all, name: string) => path[name] ?? "");
  return {
    version: "2.0",
    routeKey: route,
    rawPath,
    rawQueryString: "",
    headers: {
      "content-type": "application/json",
      ...headers,
      ...(key === undefined ? {} : { "idempotency-key": key }),
    },
    pathParameters: path,
    isBase64Encoded: false,
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    requestContext: { http: { method, path: rawPath }, requestId, stage: "$default" },
  } as unknown as Parameters<ReturnType<typeof api>>[0];
}

function readable({ statusCode = 0, headers = {}, body = "" }: APIGatewayProxyStructuredResultV2): HttpAnswer {
  // Of a refusal: a 202 says with it when to read.
  const seconds = statusCode < 400 ? undefined : headers["retry-after"];
  const json = String(headers["content-type"]).includes("json") && body !== "" ? JSON.parse(body) : {};
  return {
    status: statusCode,
    json,
    text: body,
    retryAfterMs: seconds === undefined ? undefined : Number(seconds) * 1000,
  };
}

function codeIn(answer: APIGatewayProxyStructuredResultV2): string {
  const { json } = readable(answer);
  return String(json.code ?? json.status ?? "");
}
