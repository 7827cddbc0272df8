/** How a stage goes over to another release: `shift` in stages.json. */

export interface Shift {
  /** Of CodeDeploy's own configurations for functions. */
  functions: `CodeDeployDefault.Lambda${string}`;
  /** The same of Step Functions: so many percent at first and after each interval; a canary's second step is the whole. */
  machine: { type: "CANARY" | "LINEAR"; percentage: number; interval: number };
  /** From the first request to a new version until it has all of them. */
  minutes: number;
}

/**
 * The alarms that undo a shift look at two of three periods of five minutes: what breaks with the first request rings within
 * fifteen, while the old version still has nine requests of ten (canary), or half of them (linear). A test compares them.
 */
export const SHIFTS = {
  canary: {
    functions: "CodeDeployDefault.LambdaCanary10Percent30Minutes",
    machine: { type: "CANARY", percentage: 10, interval: 30 },
    minutes: 30,
  },
  linear: {
    functions: "CodeDeployDefault.LambdaLinear10PercentEvery3Minutes",
    machine: { type: "LINEAR", percentage: 10, interval: 3 },
    minutes: 27,
  },
} as const satisfies Record<string, Shift>;

/** `all-at-once`: no versions, no aliases; a deployment is over with CloudFormation's update. */
export type ShiftName = keyof typeof SHIFTS | "all-at-once";
export const SHIFT_NAMES: readonly ShiftName[] = ["all-at-once", "canary", "linear"];

/** The alias that everybody calls. */
export const LIVE = "live";
