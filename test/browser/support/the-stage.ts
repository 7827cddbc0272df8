import type { Stage } from "./stage.ts";

let stage: Stage | undefined;

/** Set by the program that runs the tests, before the first of them. */
export function setStage(opened: Stage): void {
  stage = opened;
}

export function theStage(): Stage {
  if (stage === undefined) throw new Error("These tests are run by `npm run test:browser`, which opens their stage.");
  return stage;
}
