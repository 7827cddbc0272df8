import type { Request } from "@middy/core";
import type { Context } from "aws-lambda";
import type { EdgeDeps } from "../http/define-route.ts";
import { logger, publishMetrics } from "../runtime/telemetry.ts";
import type { ApiRequest } from "./call.ts";

/** First in every chain: the log lines of one invocation carry its ids, and what it counted leaves with it. */
export function observe() {
  const flush = (): void => {
    publishMetrics();
    logger.resetKeys();
  };
  return {
    before: ({ context }: Request<unknown, unknown, Error, Context>): void => {
      logger.addContext(context);
    },
    after: flush,
    onError: flush,
  };
}

/** Every answer names its own request, a replayed one too: a caller quotes it, the log lines and the gateway's access log have it. */
export function named() {
  const name = ({ event, response }: ApiRequest): void => {
    if (response) response.headers = { ...response.headers, "tender-request-id": event.requestContext.requestId };
  };
  return {
    before: ({ event }: ApiRequest): void => logger.appendKeys({ requestId: event.requestContext.requestId }),
    after: name,
    onError: name,
  };
}

/** Whose request it is and of which route, as far as both are known by now: of one that finds no route, whose. The path is left out: it may hold an Idempotency-Key. */
export function identify<D extends EdgeDeps>() {
  return {
    before: ({ event: { call } }: ApiRequest<D>): void => {
      const { caller, route } = call;
      logger.appendKeys({
        ...(route ? { route: route.key } : {}),
        ...(caller ? { keyId: caller.keyId } : {}),
        ...(caller?.kind === "tenant" ? { tenantId: caller.tenantId } : {}),
      });
    },
  };
}
