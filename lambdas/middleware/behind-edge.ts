import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
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
    if (await isFromEdge(event.headers ?? {})) return handler(event, ...rest);
    const { path: instance, requestId } = rawRequestOf(event);
    const answer = refused(
      problem({ code: "edge-bypassed" }, "This is not the API's address.", { instance, requestId }),
    );
    return { ...answer, headers: { ...answer.headers, "tender-request-id": requestId } };
  };
}
