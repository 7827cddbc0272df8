import type { Node } from "constructs";
import { hostOf } from "../core/events/domain/webhook-url.ts";
import { LIMITS, type LimitsProfile } from "../core/foundation/domain/limits.ts";

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
}

export function settingsOf(node: Node): Settings {
  const sandbox = oneOf(node, "sandbox", ["true", "false"], "false") === "true";
  return {
    limits: oneOf(node, "limits", Object.keys(LIMITS) as LimitsProfile[], "production"),
    sandbox,
    webhookAllow: webhookAllow(node, sandbox),
  };
}

function webhookAllow(node: Node, sandbox: boolean): string[] {
  const given = String(node.tryGetContext("webhookAllow") ?? "");
  if (given === "") return [];
  if (!sandbox) throw new Error("Context webhookAllow is for test stages: it exists with sandbox=true only.");
  return given.split(",").map((each) => {
    const host = hostOf(each.trim());
    if (host === undefined) throw new Error(`Context webhookAllow must be hosts, by comma; "${each}" is none.`);
    return host;
  });
}

function oneOf<T extends string>(node: Node, name: string, allowed: readonly T[], fallback: T): T {
  const given = String(node.tryGetContext(name) ?? fallback);
  const value = allowed.find((each) => each === given);
  if (value === undefined) throw new Error(`Context ${name} must be one of ${allowed.join(", ")}; it is "${given}".`);
  return value;
}
