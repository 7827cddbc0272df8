import type { SagaJob } from "../../core/foundation/domain/jobs.ts";
import { type SagaStartDeps, startExecution } from "../../core/payments/services/saga-start.ts";
import { SAGA_POINTER } from "../runtime/job-pointers.ts";
import type { MessageKind } from "./work-messages.ts";

/** Done at once, or tried again: nothing here comes back later. */
export const sagaMessages: MessageKind<SagaStartDeps, SagaJob> = {
  pointer: SAGA_POINTER,
  work: startExecution,
  send: async () => {},
};
