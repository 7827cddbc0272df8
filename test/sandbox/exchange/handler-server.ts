import "../../support/silent.ts";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import type { RouteKey } from "../../../contract/routes.ts";
import type { ApiHandler } from "../../../lambdas/middleware/api.ts";
import { RouteTable } from "../../../local/http/http-routes.ts";
import { answerFaults } from "../../support/answers/check.ts";

const CONTEXT = { getRemainingTimeInMillis: () => 25_000 } as unknown as Context;

/** A sandbox function behind HTTP, with events as an HTTP API makes them. What it answered otherwise than its routes say fails the end. */
export async function serve(handler: ApiHandler, routeKeys: readonly string[]) {
  const faults: string[] = [];
  const gateway = new RouteTable([...routeKeys]);
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { pathname, search } = new URL(request.url ?? "/", "http://localhost");
    const match = gateway.match(request.method ?? "", pathname);
    const event = {
      version: "2.0",
      routeKey: match?.routeKey ?? "$default",
      pathParameters: match?.pathParameters ?? {},
      rawPath: pathname,
      rawQueryString: search.slice(1),
      headers: request.headers,
      requestContext: { http: { method: request.method, path: pathname }, requestId: "request-1" },
      // Always in base64, as HTTP APIs may: signatures are over bytes.
      body: Buffer.concat(chunks).toString("base64"),
      isBase64Encoded: true,
    } as unknown as APIGatewayProxyEventV2;
    const answer = await handler(event, CONTEXT);
    const { statusCode: status = 0, headers = {}, body: text = "" } = answer;
    faults.push(...answerFaults(event.routeKey as RouteKey, { status, headers, text }));
    response.writeHead(answer.statusCode ?? 500, answer.headers as Record<string, string>).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (faults.length > 0) throw new Error(faults.join("\n"));
    },
  };
}
