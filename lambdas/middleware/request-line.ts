import { ERRORS } from "../../core/foundation/domain/errors.ts";
import { idsAmong } from "../../core/foundation/domain/ids.ts";
import type { Log, LogFields } from "../../core/foundation/services/deps.ts";
import type { EdgeDeps } from "../http/define-route.ts";
import { idsOfAnswer } from "../runtime/log-ids.ts";
import type { ApiRequest } from "./call.ts";

/**
 * One line for each request, however it ends: who asked for what, what became of it, and the ids that it was about. No path, no
 * query, no header and no body, of either side: each of them may hold a code or a key.
 */
export function requestLine<D extends EdgeDeps>(log: Log) {
  const startedWithMs = new WeakMap<object, number>();
  const tell = ({ event, response, error, context }: ApiRequest<D>): void => {
    const answer = event.call?.answer;
    const body = answer && "body" in answer ? answer.body : undefined;
    const code = error ? codeOf(error) : (body as { code?: string } | undefined)?.code;
    const ids = idsOfAnswer(error ? (error as { extensions?: object }).extensions : body);
    log.info("a request is answered", {
      ...idsAmong(Object.values(event.pathParameters ?? {})),
      ...ids,
      status: response?.statusCode ?? 0,
      ...(code !== undefined && Object.hasOwn(ERRORS, code) ? { code } : {}),
      ...(answer && "replayed" in answer && answer.replayed ? { replayed: "true" } : {}),
      durationMs: (startedWithMs.get(event) ?? 0) - context.getRemainingTimeInMillis(),
    } satisfies LogFields);
  };
  return {
    before: ({ event, context }: ApiRequest<D>): void => {
      startedWithMs.set(event, context.getRemainingTimeInMillis());
    },
    after: tell,
    onError: tell,
  };
}

function codeOf(error: object): string {
  const { code } = error as { code?: unknown };
  return typeof code === "string" && Object.hasOwn(ERRORS, code) ? code : "internal";
}
