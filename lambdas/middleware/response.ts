import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { Problem } from "../../contract/answers/problem.ts";
import type { Accepted } from "../../contract/routes.ts";
import { InvariantError } from "../../core/foundation/domain/errors.ts";
import { CONTRACT } from "../../core/foundation/domain/limits.ts";
import type { Answer } from "../../core/foundation/services/deps.ts";
import type { TextAnswer } from "../http/define-route.ts";

/** What a caller waits before it repeats a retryable request that names no time of its own. */
const RETRY_AFTER_DEFAULT_MS = 1000;

/** A service's answer on the wire. What is stored under a key comes this way too, a refusal as well, status and body as they were. */
export function answered(
  answer: Answer | TextAnswer,
  accepted: Accepted | undefined,
): APIGatewayProxyStructuredResultV2 {
  if ("text" in answer) {
    const { httpStatus, headers, text, isBase64 } = answer;
    return {
      statusCode: httpStatus,
      headers: { "cache-control": "no-store", ...headers },
      body: text,
      ...(isBase64 ? { isBase64Encoded: true } : {}),
    };
  }
  const refused = answer.httpStatus >= 400;
  return {
    statusCode: answer.httpStatus,
    headers: {
      "content-type": refused ? "application/problem+json" : "application/json",
      "cache-control": "no-store",
      ...(answer.replayed ? { "idempotent-replayed": "true" } : {}),
      ...(refused ? headersOf(answer.body as Problem) : {}),
      ...(answer.httpStatus === 202 ? follow(answer.body as Record<string, unknown>, accepted) : {}),
    },
    body: JSON.stringify(answer.body),
  };
}

/** Where to read how it ends, and when to look. */
function follow(body: Record<string, unknown>, accepted: Accepted | undefined): Record<string, string> {
  const id = accepted && body[accepted.id];
  if (accepted === undefined || typeof id !== "string")
    throw new InvariantError("a 202 does not say what it has accepted");
  return {
    location: accepted.readAt.replace("GET ", "").replace("{id}", id),
    "retry-after": String(CONTRACT.acceptedReadAfterSeconds),
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

/** Whoever is told to come again is told when. */
function headersOf({ code, retryable }: Problem, retryAfterMs?: number): Record<string, string> {
  if (code === "unauthenticated") return { "www-authenticate": "Bearer" };
  const waitMs = retryAfterMs ?? (retryable ? RETRY_AFTER_DEFAULT_MS : undefined);
  return waitMs === undefined ? {} : { "retry-after": String(Math.max(1, Math.ceil(waitMs / 1000))) };
}
