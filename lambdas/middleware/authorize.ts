import { TerminalError } from "../../core/foundation/domain/errors.ts";
import type { EdgeDeps } from "../http/define-route.ts";
import { type ApiRequest, known } from "./call.ts";

/** Any one of the route's scopes lets a key in. A key of the platform has one scope, `operator`, and is no tenant's. */
export function authorize<D extends EdgeDeps>() {
  return {
    before: ({ event: { call } }: ApiRequest<D>): void => {
      const { access } = known(call.route, "route").row;
      if (typeof access === "string") return;
      const scopes = known(call.scopes, "scopes");
      if (access.some((scope) => scopes.includes(scope))) return;
      throw new TerminalError(
        "scope-missing",
        `This route needs the scope ${access.map((scope) => `\`${scope}\``).join(" or ")}.`,
      );
    },
  };
}
