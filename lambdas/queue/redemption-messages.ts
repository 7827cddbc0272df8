import type { RedemptionRef } from "../../core/foundation/services/deps.ts";
import type { ExchangeDeps, RedemptionQueueDeps } from "../../core/redemptions/services/deps.ts";
import { workRedemption } from "../../core/redemptions/services/redemption-work.ts";
import { REDEMPTION_POINTER } from "../runtime/job-pointers.ts";
import type { MessageKind } from "./work-messages.ts";

export const redemptionMessages: MessageKind<ExchangeDeps & RedemptionQueueDeps, RedemptionRef> = {
  pointer: REDEMPTION_POINTER,
  work: workRedemption,
  send: (deps, ref, delaySeconds) => deps.queue.send([{ ref, delaySeconds }]),
};
