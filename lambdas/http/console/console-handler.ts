import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { rawRequestOf } from "../../middleware/call.ts";
import { answered } from "../../middleware/response.ts";
import type { ConsoleFiles } from "./files.ts";
import { serveConsole } from "./serve.ts";

export type ConsoleHandler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/**
 * Not the chain of the API's functions: here is no key to verify, no merchant, no body and no row, and what the chain is made of
 * would be loaded for nothing. The gateway's access log has the line of each request.
 */
export function consoleHandler(files: ConsoleFiles): ConsoleHandler {
  return async (event) => {
    const { headers, ...answer } = answered(serveConsole(files, rawRequestOf(event)), undefined);
    return { ...answer, headers: { ...headers, "tender-request-id": event.requestContext.requestId } };
  };
}
