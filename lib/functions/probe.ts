import { BACKGROUND_MB, type FunctionRow } from "./row.ts";

/** Of stages that ask for it: a stack of its own (`probe-stack.ts`). It has no right to anything but its key. */
export const PROBE_FUNCTIONS = {
  probe: {
    entry: "lambdas/schedule/probe.ts",
    does: "Schedule: does what a merchant does, over the public address",
    // Less than its period of a minute.
    timeoutSeconds: () => 55,
    memoryMb: BACKGROUND_MB,
    access: [],
  },
} as const satisfies Record<string, FunctionRow>;
