import { StateMachine as Interpreter, type StateMachineDefinition } from "aws-local-stepfunctions";
import { physicalName, stateMachineArn } from "../addresses.ts";
import type { Resolver } from "../intrinsics.ts";
import { LocalError } from "../local-error.ts";
import type { Resource } from "../template.ts";
import { type Definition, forInterpreter } from "./definition.ts";
import { refusalsOf } from "./definition-rules.ts";

/** A state machine of the template. */
export interface StateMachine {
  arn: string;
  name: string;
  roleArn: string;
  /** As the template has it. */
  text: string;
  definition: Definition;
  /** As the interpreter has to have it. */
  interpreted: Definition;
}

interface Properties {
  DefinitionString?: string;
  DefinitionSubstitutions?: Record<string, string>;
  RoleArn?: string;
}

/** Throws when its definition holds anything that cannot run here. */
export function readStateMachine(resource: Resource, resolver: Resolver): StateMachine {
  const properties = resolver.properties(resource) as Properties;
  let text = properties.DefinitionString;
  if (text === undefined) throw new LocalError(`The state machine ${resource.logicalId} has no DefinitionString.`);
  for (const [name, value] of Object.entries(properties.DefinitionSubstitutions ?? {})) {
    text = text.replaceAll(`\${${name}}`, value);
  }
  const name = physicalName(resource);
  return makeStateMachine(name, text, properties.RoleArn ?? "", resource.logicalId);
}

export function makeStateMachine(name: string, text: string, roleArn: string, where = name): StateMachine {
  const definition = readDefinition(where, text);
  const interpreted = forInterpreter(definition);
  return { arn: stateMachineArn(name), name, roleArn, text, definition, interpreted };
}

/** What the rules of the language say. The first time takes 0.3 s: the validator makes itself out of its schemas. */
export async function validate({ name, interpreted }: StateMachine): Promise<void> {
  try {
    new Interpreter(interpreted as unknown as StateMachineDefinition);
  } catch (error) {
    throw new LocalError(`The state machine ${name} is not valid: ${(error as Error).message}`);
  }
}

function readDefinition(where: string, text: string): Definition {
  const definition = parse(where, text);
  const refusals = refusalsOf(definition);
  if (refusals.length === 0) return definition;
  throw new LocalError(`The local run cannot run the state machine ${where}:\n  ${refusals.join("\n  ")}`);
}

function parse(where: string, text: string): Definition {
  try {
    return JSON.parse(text) as Definition;
  } catch (error) {
    throw new LocalError(`The definition of the state machine ${where} is no JSON: ${(error as Error).message}.`);
  }
}
