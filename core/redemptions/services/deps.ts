import type { Deps, RedemptionQueue, VaultDeps } from "../../foundation/services/deps.ts";
import type { GiftCardExchange } from "../domain/exchange.ts";

/** For whoever calls the exchange. */
export interface ExchangeDeps extends VaultDeps {
  exchange: GiftCardExchange;
}

/** For whoever sends redemptions to their worker. */
export interface RedemptionQueueDeps extends Deps {
  queue: RedemptionQueue;
}
