import { readFileSync } from "node:fs";
import type { Node } from "constructs";
import { hostOf } from "../core/events/domain/webhook-url.ts";
import { LIMITS, type LimitsProfile } from "../core/foundation/domain/limits.ts";
import { SettingsError, type Stage, stageNamed } from "./stages.ts";

/** What a deployment may choose, with `-c name=value`. */
export interface Settings {
  /** `-c limits=demo|production`. @default production */
  limits: LimitsProfile;
  /** `-c sandbox=true|false`: deploy the sandbox exchange and channel with the API and send the worker to the exchange. @default false */
  sandbox: boolean;
  /**
   * `-c webhookAllow=<names or addresses, by comma>`, with the sandbox alone: hosts to which webhooks may go though they are within
   * reach or without TLS. @default none
   */
  webhookAllow?: readonly string[];
  /**
   * `-c hurry=true`, with a stage that shifts alone: this one deployment goes to all at once and asks no alarm, because an alarm that
   * rings already would stop what repairs it. So is each one of a stage whose table was set back. @default false
   */
  hurry?: boolean;
  /** `-c stage=<name>`: a row of `stages.json`, which says all of the above. @default none: the local run, a try-out */
  stage?: Stage;
}

const STAGES = new URL("../stages.json", import.meta.url);

export function settingsOf(node: Node, stages = () => readFileSync(STAGES, "utf8")): Settings {
  const name = node.tryGetContext("stage") as unknown;
  return name === undefined ? settingsOfContext(node) : settingsOfStage(node, stageNamed(String(name), stages()));
}

/** What a stage is stands in one place: nothing of it can be turned on the command line. */
function settingsOfStage(node: Node, stage: Stage): Settings {
  for (const name of ["limits", "sandbox", "webhookAllow"]) {
    if (node.tryGetContext(name) === undefined) continue;
    throw new SettingsError(`Context ${name} cannot be given with a stage: stages.json says what "${stage.name}" has.`);
  }
  const { limits, sandbox, webhookAllow = [] } = stage;
  const asked = oneOf(node, "hurry", ["true", "false"], "false") === "true";
  // Of two versions side by side one would know another table, or not know that it was set back.
  const hurry = asked || (stage.restored?.marker !== undefined && stage.shift !== "all-at-once");
  if (asked && stage.shift === "all-at-once")
    throw new SettingsError(`Context hurry is for a stage that shifts: "${stage.name}" goes over all at once anyway.`);
  return { limits, sandbox, webhookAllow: hosts(webhookAllow, sandbox), stage, ...(hurry ? { hurry } : {}) };
}

function settingsOfContext(node: Node): Settings {
  if (node.tryGetContext("hurry") !== undefined)
    throw new SettingsError("Context hurry is for a stage: without one nothing is shifted.");
  const sandbox = oneOf(node, "sandbox", ["true", "false"], "false") === "true";
  const given = String(node.tryGetContext("webhookAllow") ?? "");
  return {
    limits: oneOf(node, "limits", Object.keys(LIMITS) as LimitsProfile[], "production"),
    sandbox,
    webhookAllow: hosts(given === "" ? [] : given.split(","), sandbox),
  };
}

function hosts(given: readonly string[], sandbox: boolean): string[] {
  if (given.length === 0) return [];
  if (!sandbox) throw new SettingsError("webhookAllow is for test stages: it exists with sandbox=true only.");
  return given.map((each) => {
    const host = hostOf(each.trim());
    if (host === undefined) throw new SettingsError(`webhookAllow must be hosts, by comma; "${each}" is none.`);
    return host;
  });
}

function oneOf<T extends string>(node: Node, name: string, allowed: readonly T[], fallback: T): T {
  const given = String(node.tryGetContext(name) ?? fallback);
  const value = allowed.find((each) => each === given);
  if (value === undefined)
    throw new SettingsError(`Context ${name} must be one of ${allowed.join(", ")}; it is "${given}".`);
  return value;
}
