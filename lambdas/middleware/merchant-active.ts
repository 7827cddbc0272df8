import { admitsInactive } from "../../contract/routes/row.ts";
import { TerminalError } from "../../core/foundation/domain/errors.ts";
import type { EdgeDeps } from "../http/define-route.ts";
import { type ApiRequest, known } from "./call.ts";

/**
 * A merchant that is not ACTIVE changes nothing, under whichever of its keys, and is told nothing again that it changed before.
 * An operator's changes of what is the merchant's go on, and so does what the merchant's requests have started.
 */
export function merchantActive<D extends EdgeDeps>() {
  return {
    before: ({ event: { call } }: ApiRequest<D>): void => {
      const { merchantStatus } = call;
      if (merchantStatus === undefined || merchantStatus === "ACTIVE") return;
      const { key, row } = known(call.route, "route");
      if (admitsInactive(key, row)) return;
      throw new TerminalError("merchant-not-active", `This merchant is ${merchantStatus}: it cannot change anything.`);
    },
  };
}
