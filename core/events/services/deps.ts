import type { VaultDeps } from "../../foundation/services/deps.ts";

/** For whoever lets merchants say where they want to be told. */
export interface EndpointDeps extends VaultDeps {
  /** Whether webhooks may go to a URL, as far as the URL alone says. */
  mayBeEndpoint(url: string): boolean;
}
