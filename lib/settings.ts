import type { Node } from "constructs";
import { LIMITS, type LimitsProfile } from "../core/foundation/domain/limits.ts";

/** What a deployment may choose, with `-c name=value`. */
export interface Settings {
  /** `-c limits=demo|production`. @default production */
  limits: LimitsProfile;
  /** `-c sandbox=true|false`: deploy the sandbox exchange and channel with the API and send the worker to the exchange. @default false */
  sandbox: boolean;
}

export function settingsOf(node: Node): Settings {
  return {
    limits: oneOf(node, "limits", Object.keys(LIMITS) as LimitsProfile[], "production"),
    sandbox: oneOf(node, "sandbox", ["true", "false"], "false") === "true",
  };
}

function oneOf<T extends string>(node: Node, name: string, allowed: readonly T[], fallback: T): T {
  const given = String(node.tryGetContext(name) ?? fallback);
  const value = allowed.find((each) => each === given);
  if (value === undefined) throw new Error(`Context ${name} must be one of ${allowed.join(", ")}; it is "${given}".`);
  return value;
}
