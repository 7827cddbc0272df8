import { letThrough } from "../../core/access/services/request-rate.ts";
import type { EdgeDeps } from "../http/define-route.ts";
import { type ApiRequest, known } from "./call.ts";

/** What comes with a merchant's key counts, replays too: each of them costs as much. Operators are few, and what they do cannot wait. */
export function rateLimit<D extends EdgeDeps>() {
  return {
    before: async ({ event: { call } }: ApiRequest<D>): Promise<void> => {
      if (call.caller?.kind !== "tenant") return;
      await letThrough(known(call.deps, "deps"), call.caller.tenantId, known(call.requestLimit, "request limit"));
    },
  };
}
