import { baseDeps, environment, TABLE_VARIABLES } from "../runtime.ts";
import { redemptionQueue } from "../runtime-queue.ts";
import { sweeping } from "./sweep.ts";

const env = environment(...TABLE_VARIABLES, "REDEMPTION_QUEUE_URL");

export const handler = sweeping({ ...baseDeps(env), queue: redemptionQueue(env.REDEMPTION_QUEUE_URL) });
