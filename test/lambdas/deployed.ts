/** The functions as deployed: the real entry files with their environment, on the test engine. Events in, answers out. */

import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { DeleteCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import type { APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import { type HttpFunction, ROUTES, type RouteKey } from "../../contract/routes.ts";
import { createApiKey } from "../../core/access/services/api-keys.ts";
import { JOB_QUEUES } from "../../core/foundation/domain/jobs.ts";
import { Tables } from "../../core/foundation/store/table.ts";
import { consoleHandler } from "../../lambdas/http/console/console-handler.ts";
import { consoleFiles } from "../../lambdas/http/console/files.ts";
import type { ApiHandler } from "../../lambdas/middleware/api.ts";
import { buildConsole } from "../../lib/console-bundle.ts";
import { urlNames } from "../../lib/queues.ts";
import { RouteTable } from "../../local/http/http-routes.ts";
import { checkAnswer } from "../support/answers/check.ts";
import { createTables, type TestTables } from "../support/engine.ts";

export const SECRETS = {
  pepper: "p".repeat(64),
  cipher: "c".repeat(64),
  exchange: "x".repeat(64),
  channel: "y".repeat(64),
  // No merchant has an account at a vendor: the sandbox's channel is there without one.
  channels: JSON.stringify({ _generated: "z".repeat(64) }),
};

export interface HttpRequest {
  /** `METHOD /path?query`, percent-encoded as on the wire. */
  line: string;
  apiKey?: string | undefined;
  idempotencyKey?: string | undefined;
  headers?: Record<string, string>;
  /** Text and bytes are sent as they are, anything else as JSON. */
  body?: unknown;
  base64?: boolean;
  /** Instead of the route that the gateway would find. */
  routeKey?: string;
}

export interface HttpResponse {
  status: number;
  headers: Record<string, string>;
  /** As sent. */
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
  json: any;
}

export interface Deployed {
  /** `redeemer`, `payee`, `seller`, `treasurer` and `listener` are the merchant's too, with one scope each. */
  keys: {
    merchant: string;
    otherMerchant: string;
    redeemer: string;
    payee: string;
    seller: string;
    treasurer: string;
    listener: string;
    operator: string;
  };
  /** `undefined`: an operator's. */
  keyFor(tenantId: string | undefined, ...scopes: string[]): Promise<string>;
  tables: TestTables;
  door: Tables;
  call(request: HttpRequest): Promise<HttpResponse>;
  /** Rows of both tables, API keys and tenants aside. */
  rows(): Promise<Record<string, unknown>[]>;
  /** Every row of the main table is gone, API keys and tenants aside. */
  forget(): Promise<void>;
  stop(): Promise<void>;
}

const FUNCTIONS = {
  "access-api": () => import("../../lambdas/http/access/handler.ts"),
  "setup-api": () => import("../../lambdas/http/setup/handler.ts"),
  "redemptions-api": () => import("../../lambdas/http/redemptions/handler.ts"),
  "payments-api": () => import("../../lambdas/http/payments/handler.ts"),
  "money-api": () => import("../../lambdas/http/money/handler.ts"),
  "codes-api": () => import("../../lambdas/http/codes/handler.ts"),
  "withdrawals-api": () => import("../../lambdas/http/withdrawals/handler.ts"),
  "events-api": () => import("../../lambdas/http/events/handler.ts"),
  "notifications-api": () => import("../../lambdas/http/notifications/handler.ts"),
  "orders-api": () => import("../../lambdas/http/orders/handler.ts"),
  "webhooks-api": () => import("../../lambdas/http/webhooks/handler.ts"),
  "operator-api": () => import("../../lambdas/http/operator/handler.ts"),
  "console-api": async () => ({ handler: consoleHandler(consoleFiles(await buildConsole())) }),
  "look-up-api": () => import("../../lambdas/http/look-ups/handler.ts"),
  "overview-api": () => import("../../lambdas/http/overview/handler.ts"),
  "default-api": () => import("../../lambdas/http/default/handler.ts"),
  "sandbox-exchange": () => import("../../sandbox/exchange/handler.ts"),
  "sandbox-channel": () => import("../../sandbox/channel/handler.ts"),
} satisfies Record<HttpFunction, () => Promise<{ handler: ApiHandler }>>;

/** `silent`: no log lines and metrics on the test's output. */
export async function deploy({ silent = true } = {}): Promise<Deployed> {
  const tables = await createTables();
  const secrets = await startSecrets();
  const awsUrl = `http://127.0.0.1:${(secrets.address() as AddressInfo).port}`;
  Object.assign(process.env, {
    // At an endpoint of the caller's, the SDK looks for both itself.
    ...(process.env.TENDER_TEST_CREDENTIALS === "own"
      ? {}
      : { AWS_REGION: "eu-central-1", AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" }),
    AWS_ENDPOINT_URL_DYNAMODB: process.env.TENDER_TEST_DYNAMODB,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: awsUrl,
    ...Object.fromEntries(QUEUE_VARIABLES.map((name) => [name, `${awsUrl}/1/${name}`])),
    AWS_ENDPOINT_URL_SQS: awsUrl,
    MAIN_TABLE: tables.main,
    TRANSIENT_TABLE: tables.transient,
    EVENTS_TABLE: tables.events,
    SANDBOX_TABLE: tables.main,
    LIMITS_PROFILE: "demo",
    CODE_PEPPER_SECRET: "pepper",
    CODE_CIPHER_SECRET: "cipher",
    EXCHANGE_SECRET: "exchange",
    CHANNEL_SECRET: "channel",
    CHANNEL_CONFIGS_SECRET: "channels",
    API_URL: "http://127.0.0.1:1",
    EXCHANGE_URL: "http://127.0.0.1:1/_sandbox/exchange",
    CHANNEL_URL: "http://127.0.0.1:1/_sandbox/channel",
    ...(silent ? { POWERTOOLS_LOG_LEVEL: "SILENT", POWERTOOLS_METRICS_DISABLED: "true" } : {}),
  });
  const door = new Tables({ ...tables, fraction: Math.random, pause: async () => {} });
  const registry = { tables: door, clock: () => Date.now(), randomBytes: (count: number) => randomBytes(count) };
  const keyFor = async (tenantId: string | undefined, ...scopes: string[]) =>
    (await createApiKey(registry, { tenantId, scopes })).apiKey;
  return {
    keys: {
      merchant: await keyFor("acme", "redemptions", "payments"),
      otherMerchant: await keyFor("globex", "redemptions", "payments"),
      redeemer: await keyFor("acme", "redemptions"),
      payee: await keyFor("acme", "payments"),
      seller: await keyFor("acme", "codes"),
      treasurer: await keyFor("acme", "withdrawals"),
      listener: await keyFor("acme", "notifications"),
      operator: await keyFor(undefined, "operator"),
    },
    keyFor,
    tables,
    door,
    call,
    rows: async () => {
      const found: Record<string, unknown>[] = [];
      for (const TableName of [tables.main, tables.transient, tables.events]) {
        const { Items = [] } = await tables.client.send(new ScanCommand({ TableName }));
        found.push(...Items);
      }
      return found.filter(({ pk }) => !/^(KEY|KEYUSE|TENANT|RATE)#/.test(String(pk)));
    },
    forget: async () => {
      const { Items = [] } = await tables.client.send(new ScanCommand({ TableName: tables.main }));
      for (const { pk, sk } of Items) {
        if (/^(KEY|KEYUSE|TENANT|RATE)#/.test(String(pk))) continue;
        await tables.client.send(new DeleteCommand({ TableName: tables.main, Key: { pk, sk } }));
      }
    },
    stop: async () => {
      secrets.closeAllConnections();
      secrets.close();
      await tables.drop();
    },
  };
}

const QUEUE_VARIABLES = JOB_QUEUES.flatMap((name) => [name, `${name}-dead-letters`] as const).map(
  (target) => urlNames(target).variable,
);

let requests = 0;
const gateway = new RouteTable(Object.keys(ROUTES));

async function call(request: HttpRequest): Promise<HttpResponse> {
  const { event, routeKey } = eventOf(request);
  const { handler } = await FUNCTIONS[ROUTES[routeKey as RouteKey]?.function ?? "default-api"]();
  const response = responseOf(await handler(event, CONTEXT));
  checkAnswer(routeKey as RouteKey, response);
  return response;
}

export function eventOf(request: HttpRequest) {
  const [method = "", target = ""] = request.line.split(" ");
  const [path = "", rawQueryString = ""] = target.split("?");
  const match = gateway.match(method, path);
  const routeKey = request.routeKey ?? match?.routeKey ?? "$default";
  const bytes = bytesOf(request.body);
  const base64 = request.base64 ?? request.body instanceof Uint8Array;
  const rawPath = decoded(path);
  const headers: Record<string, string> = { ...request.headers };
  if (request.apiKey !== undefined) headers.authorization = `Bearer ${request.apiKey}`;
  if (request.idempotencyKey !== undefined) headers["idempotency-key"] = request.idempotencyKey;
  const event = {
    version: "2.0",
    routeKey,
    rawPath,
    rawQueryString,
    headers,
    pathParameters: match?.pathParameters ?? {},
    isBase64Encoded: base64,
    ...(bytes ? { body: bytes.toString(base64 ? "base64" : "utf8") } : {}),
    requestContext: { http: { method, path: rawPath }, requestId: `request-${++requests}`, stage: "$default" },
  };
  return { event: event as unknown as Parameters<ApiHandler>[0], routeKey };
}

function bytesOf(body: unknown): Buffer | undefined {
  if (body === undefined) return undefined;
  if (body instanceof Uint8Array) return Buffer.from(body);
  return Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
}

export function responseOf({
  statusCode = 0,
  headers = {},
  body = "",
}: APIGatewayProxyStructuredResultV2): HttpResponse {
  const isJson = String(headers["content-type"]).includes("json");
  const json = isJson && body !== "" ? JSON.parse(body) : undefined;
  return { status: statusCode, headers: headers as Record<string, string>, text: body, json };
}

export const CONTEXT = {
  functionName: "test",
  functionVersion: "1",
  invokedFunctionArn: "arn:aws:lambda:eu-central-1:1:function:test",
  memoryLimitInMB: "128",
  awsRequestId: "request",
  getRemainingTimeInMillis: () => 25_000,
} as unknown as Context;

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Of each queue: two messages wait, one is at a worker. */
const DEPTH = { ApproximateNumberOfMessages: "2", ApproximateNumberOfMessagesNotVisible: "1" };

/** The one call of Secrets Manager that the functions make. SQS, too, where queues are asked how full they are. */
async function startSecrets(): Promise<Server> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (String(request.headers["x-amz-target"]).startsWith("AmazonSQS.")) {
      response.setHeader("content-type", "application/x-amz-json-1.0");
      response.end(JSON.stringify({ Attributes: DEPTH }));
      return;
    }
    const { SecretId } = JSON.parse(Buffer.concat(chunks).toString()) as { SecretId: keyof typeof SECRETS };
    response.setHeader("content-type", "application/x-amz-json-1.1");
    response.end(JSON.stringify({ ARN: SecretId, Name: SecretId, SecretString: SECRETS[SecretId], VersionId: "1" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}
