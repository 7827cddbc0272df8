import { TerminalError } from "../../core/foundation/domain/errors.ts";
import { CONTRACT } from "../../core/foundation/domain/limits.ts";
import type { EdgeDeps } from "../http/define-route.ts";
import { type ApiRequest, known } from "./call.ts";

/** Measured in bytes as they were sent. A read has no body, so what comes with it is not looked at. */
export function bodySize<D extends EdgeDeps>() {
  return {
    before: ({ event: { call } }: ApiRequest<D>): void => {
      const { body, row } = known(call.route, "route");
      if (!body && row.body !== "raw") return;
      const maxBytes = row.body === "batch" ? CONTRACT.batchBodyMaxBytes : CONTRACT.bodyMaxBytes;
      if (call.raw.bytes.byteLength > maxBytes) {
        throw new TerminalError("body-too-large", `The body may have ${maxBytes} bytes at most.`);
      }
    },
  };
}
