import { InvariantError, RetryableError, TerminalError } from "../../core/domain/errors.ts";
import { problem } from "../../core/domain/problem.ts";
import type { Log } from "../../core/services/deps.ts";
import { type ApiRequest, rawRequestOf } from "./call.ts";
import { refused } from "./response.ts";

/** The only place where an error becomes an answer. What is not one of ours says nothing about our insides. */
export function problems(log: Log) {
  return {
    onError: (request: ApiRequest): void => {
      const { error } = request;
      const { path: instance } = request.event.call?.raw ?? rawRequestOf(request.event);
      if (error instanceof TerminalError) {
        const { code, message, errors, headers, extensions } = error;
        request.response = refused(problem(code, message, { instance, errors, extensions }), { headers });
        return;
      }
      if (error instanceof RetryableError) {
        const { code, message, errors, retryAfterMs, extensions } = error;
        log.warn("refused for now", { code });
        request.response = refused(problem(code, message, { instance, errors, retryable: true, extensions }), {
          retryAfterMs,
        });
        return;
      }
      log.error(error instanceof InvariantError ? "an invariant is broken" : "unexpected error", error);
      request.response = refused(problem("internal", "Something failed on our side.", { instance }));
    },
  };
}
