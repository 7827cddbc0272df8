import type { ReceivedEvent } from "../../foundation/store/inbox-store.ts";
import type { PayoutEvent } from "../domain/payout-provider.ts";
import type { Withdrawal } from "../domain/withdrawal.ts";

export type ReceivedPayoutEvent = ReceivedEvent<string, PayoutEvent>;

/** An event, and what it is about as it stands. */
export interface Received {
  row: ReceivedPayoutEvent;
  seen: Withdrawal;
}
