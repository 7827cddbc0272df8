import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { RetryableError } from "../../core/foundation/domain/errors.ts";
import { problem } from "../../core/foundation/domain/problem.ts";
import { type FromEdge, fromEdge } from "../runtime/edge.ts";
import { rawRequestOf } from "./call.ts";
import { refused } from "./response.ts";

/**
 * Before everything else, and before whoever is asked for a key: what goes round the edge has not met its firewall. No line is
 * logged, for there may be many: the API's access log has each.
 */
export function behindEdge<Rest extends unknown[]>(
  handler: (event: APIGatewayProxyEventV2, ...rest: Rest) => Promise<APIGatewayProxyStructuredResultV2>,
  isFromEdge: FromEdge | undefined = fromEdge(),
): typeof handler {
  if (!isFromEdge) return handler;
  return async (event, ...rest) => {
    const refusal = await refusalOf(event, isFromEdge);
    return refusal ?? handler(event, ...rest);
  };
}

async function refusalOf(
  event: APIGatewayProxyEventV2,
  isFromEdge: FromEdge,
): Promise<APIGatewayProxyStructuredResultV2 | undefined> {
  const { path: instance, requestId } = rawRequestOf(event);
  const request = { instance, requestId };
  const headers = { "tender-request-id": requestId };
  try {
    if (await isFromEdge(event.headers ?? {})) return undefined;
    return refused(problem({ code: "edge-bypassed" }, "This is not the API's address.", request), { headers });
  } catch (error) {
    if (!(error instanceof RetryableError)) throw error;
    const { code, message, retryAfterMs } = error;
    return refused(problem({ code }, message, request), { headers, retryAfterMs });
  }
}
