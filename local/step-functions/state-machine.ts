import { LocalError } from "../local-error.ts";
import { physicalName, stateMachineArn } from "../servers/addresses.ts";
import type { Resource } from "../template/template.ts";
import type { Definition } from "./definition.ts";
import { refusalsOf } from "./definition-rules.ts";

/** A state machine of the template. */
export interface StateMachine {
  arn: string;
  name: string;
  roleArn: string;
  /** As the template has it. */
  text: string;
  definition: Definition;
}

/** Throws when its definition is not valid, or holds anything that cannot run here. */
export function readStateMachine(resource: Resource): StateMachine {
  const { DefinitionString: text = "", RoleArn = "" } = resource.properties as Record<string, string>;
  return makeStateMachine(physicalName(resource), text, RoleArn, resource.logicalId);
}

export function makeStateMachine(name: string, text: string, roleArn: string, where = name): StateMachine {
  return { arn: stateMachineArn(name), name, roleArn, text, definition: readDefinition(where, text) };
}

function readDefinition(where: string, text: string): Definition {
  let definition: unknown;
  try {
    definition = JSON.parse(text);
  } catch (error) {
    throw new LocalError(`The definition of the state machine ${where} is not JSON: ${(error as Error).message}.`);
  }
  const refusals = refusalsOf(definition);
  if (refusals.length === 0) return definition as Definition;
  throw new LocalError(`The local run cannot run the state machine ${where}:\n  ${refusals.join("\n  ")}`);
}
