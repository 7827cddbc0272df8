import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { ApiHandler } from "../../middleware/api.ts";

/** A greedy route takes one segment at least, so the gateway has no route for the console's address with a slash behind it. */
const WITH_SLASH = "/console/";

/** Before anybody is asked for a key: who opens a page has none to send. */
export function redirectingConsole(answer: ApiHandler): ApiHandler {
  return async (event, context) => {
    const { method } = event.requestContext.http;
    return event.rawPath === WITH_SLASH && method === "GET"
      ? moved(event.requestContext.requestId)
      : answer(event, context);
  };
}

function moved(requestId: string): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: 308,
    headers: { location: "/console", "cache-control": "no-store", "tender-request-id": requestId },
    body: "",
  };
}
