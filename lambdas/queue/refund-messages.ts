import type { RefundJob } from "../../core/foundation/domain/jobs.ts";
import type { JobDeps } from "../../core/foundation/services/deps.ts";
import type { ChannelDeps } from "../../core/payments/services/deps.ts";
import { workRefund } from "../../core/payments/services/refund-work.ts";
import { REFUND_POINTER } from "../runtime/job-pointers.ts";
import type { MessageKind } from "./work-messages.ts";

export const refundMessages: MessageKind<ChannelDeps & JobDeps, RefundJob> = {
  pointer: REFUND_POINTER,
  work: workRefund,
  send: (deps, body, delaySeconds) => deps.jobs.send([{ job: { queue: "refunds", body }, delaySeconds }]),
};
