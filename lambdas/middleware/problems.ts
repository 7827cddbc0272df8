import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import {
  InvariantError,
  type Refused,
  RetryableError,
  TerminalError,
  WaitingError,
} from "../../core/foundation/domain/errors.ts";
import { problem, type RefusedRequest } from "../../core/foundation/domain/problem.ts";
import type { Log } from "../../core/foundation/services/deps.ts";
import { type ApiRequest, rawRequestOf } from "./call.ts";
import { refused } from "./response.ts";

/** The only place where an error becomes an answer. What is not one of ours says nothing about our insides. */
export function problems(log: Log) {
  return {
    onError: (request: ApiRequest): void => {
      const { path: instance, requestId } = request.event.call?.raw ?? rawRequestOf(request.event);
      request.response = answerTo(request.error, { instance, requestId }, log);
    },
  };
}

function answerTo(error: unknown, request: RefusedRequest, log: Log): APIGatewayProxyStructuredResultV2 {
  if (error instanceof TerminalError) {
    const { code, message, headers } = error;
    return refused(problem({ code }, message, request, error), { headers });
  }
  if (error instanceof RetryableError) {
    const { code, message, retryAfterMs } = error;
    log.warn("refused for now", { code });
    return refused(problem({ code }, message, request, { ...error, isSoon: true }), { retryAfterMs });
  }
  if (error instanceof WaitingError) {
    const { code, message, wait } = error;
    return refused(problem({ code, wait } as Refused, message, request, error), wait);
  }
  log.error(error instanceof InvariantError ? "an invariant is broken" : "unexpected error", error);
  return refused(problem({ code: "internal" }, "Something failed on our side.", request));
}
