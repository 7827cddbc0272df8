import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { Problem } from "../../core/domain/problem.ts";
import type { Answer } from "../../core/services/deps.ts";
import type { TextAnswer } from "../http/define-route.ts";

/** What a caller waits before it repeats a retryable request that names no time of its own. */
const RETRY_AFTER_DEFAULT_MS = 1000;

/** A service's answer on the wire. A refusal that is stored under a key comes this way too, status and body as they were. */
export function answered(answer: Answer | TextAnswer): APIGatewayProxyStructuredResultV2 {
  if ("text" in answer) {
    const { httpStatus, headers, text } = answer;
    return { statusCode: httpStatus, headers: { "cache-control": "no-store", ...headers }, body: text };
  }
  const refused = answer.httpStatus >= 400;
  return {
    statusCode: answer.httpStatus,
    headers: {
      "content-type": refused ? "application/problem+json" : "application/json",
      "cache-control": "no-store",
      ...(answer.replayed ? { "idempotent-replayed": "true" } : {}),
      ...(refused ? headersOf(answer.body as Problem) : {}),
    },
    body: JSON.stringify(answer.body),
  };
}

export function refused(
  document: Problem,
  about: { retryAfterMs?: number | undefined; headers?: Record<string, string> | undefined } = {},
): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: document.status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...headersOf(document, about.retryAfterMs),
      ...about.headers,
    },
    body: JSON.stringify(document),
  };
}

function headersOf(document: Problem, retryAfterMs = RETRY_AFTER_DEFAULT_MS): Record<string, string> {
  if (document.code === "unauthenticated") return { "www-authenticate": "Bearer" };
  if (!document.retryable) return {};
  return { "retry-after": String(Math.max(1, Math.ceil(retryAfterMs / 1000))) };
}
