import type { Request } from "@middy/core";
import type { Context } from "aws-lambda";
import type { EdgeDeps } from "../http/define-route.ts";
import { logger, publishMetrics } from "../telemetry.ts";
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

/** Whose request it is and of which route. The path is left out: it may hold an Idempotency-Key. */
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
