import { verifyApiKey } from "../../core/access/services/api-keys.ts";
import { noteUse } from "../../core/access/services/key-use.ts";
import { TerminalError } from "../../core/foundation/domain/errors.ts";
import type { EdgeDeps } from "../http/define-route.ts";
import { type ApiRequest, known } from "./call.ts";
import type { Served } from "./served.ts";

const BEARER = /^bearer +(\S+)$/i;

/** Knows the caller: by API key, or by the signature of a route that verifies one; a public route asks nobody. Comes before everything else. */
export function authenticate<D extends EdgeDeps>(routes: readonly Served<D>[]) {
  return {
    before: async ({ event }: ApiRequest<D>): Promise<void> => {
      const { call } = event;
      const deps = known(call.deps, "deps");
      const route = routes.find(({ key }) => key === event.routeKey);
      const access = route?.row.access;
      if (access === "public") return;
      if (route && access === "signature") {
        if (!route.verify) throw new Error(`${route.key} verifies no signature`);
        await route.verify(deps, call.raw);
        return;
      }
      const [, presented] = BEARER.exec(call.raw.headers.authorization?.trim() ?? "") ?? [];
      if (!presented) throw new TerminalError("unauthenticated", "The request has no API key.");
      const verified = await verifyApiKey(deps, presented);
      await noteUse(deps, verified.caller.keyId);
      Object.assign(call, verified);
    },
  };
}
