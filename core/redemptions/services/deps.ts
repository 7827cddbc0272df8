import type { VaultDeps } from "../../foundation/services/deps.ts";
import type { GiftCardExchange } from "../domain/exchange.ts";

/** For whoever calls the exchange. */
export interface ExchangeDeps extends VaultDeps {
  exchange: GiftCardExchange;
}
