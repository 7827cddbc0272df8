import { LocalError } from "../local-error.ts";
import { ACCOUNT, API_ID, addressOf, type Endpoints, REGION } from "../servers/addresses.ts";
import type { Resource, Stack } from "./template.ts";

const NO_VALUE = Symbol("AWS::NoValue");

type Intrinsic = (resolver: Resolver, stack: Stack, argument: unknown) => unknown;

/** Replaces CloudFormation's functions by what they mean on this machine. */
export class Resolver {
  readonly #stacks: Map<string, Stack>;
  readonly #endpoints: Endpoints;
  readonly #apiUrl: RegExp;

  constructor(stacks: Stack[], endpoints: Endpoints) {
    this.#stacks = new Map(stacks.map((stack) => [stack.name, stack]));
    this.#endpoints = endpoints;
    // The CDK writes an API's URL out of its parts instead of asking for its ApiEndpoint.
    this.#apiUrl = new RegExp(`^https://${API_ID}\\.execute-api\\.${REGION}\\.amazonaws\\.com`);
  }

  resolve(stackName: string, value: unknown): unknown {
    const resolved = this.value(this.stack(stackName), value);
    return resolved === NO_VALUE ? undefined : resolved;
  }

  text(stackName: string, value: unknown): string {
    return asText(this.resolve(stackName, value));
  }

  properties(resource: Resource): Record<string, unknown> {
    return this.resolve(resource.stack, resource.properties) as Record<string, unknown>;
  }

  outputs(): Record<string, Record<string, string>> {
    const result: Record<string, Record<string, string>> = {};
    for (const stack of this.#stacks.values()) {
      const entries = Object.entries(stack.outputs).map(([name, row]) => [name, this.text(stack.name, row.Value)]);
      result[stack.name] = Object.fromEntries(entries);
    }
    return result;
  }

  /** Resources whose condition does not hold are not deployed. */
  exists(resource: Resource): boolean {
    return resource.condition === undefined || this.condition(this.stack(resource.stack), resource.condition);
  }

  stack(name: string): Stack {
    const stack = this.#stacks.get(name);
    if (!stack) throw new LocalError(`The template refers to the stack ${name}, which the app does not hold.`);
    return stack;
  }

  stacks(): Iterable<Stack> {
    return this.#stacks.values();
  }

  value(stack: Stack, value: unknown): unknown {
    if (Array.isArray(value)) {
      return value.map((item) => this.value(stack, item)).filter((item) => item !== NO_VALUE);
    }
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value);
    const [name, argument] = entries[0] ?? [];
    if (entries.length === 1 && name !== undefined && (name === "Ref" || name.startsWith("Fn::"))) {
      const intrinsic = INTRINSICS[name];
      if (!intrinsic) throw new LocalError(`The local run does not know the intrinsic function ${name}.`);
      const result = intrinsic(this, stack, argument);
      return typeof result === "string" ? result.replace(this.#apiUrl, this.#endpoints.api) : result;
    }
    return Object.fromEntries(
      entries.map(([key, item]) => [key, this.value(stack, item)]).filter(([, item]) => item !== NO_VALUE),
    );
  }

  condition(stack: Stack, name: string): boolean {
    if (!(name in stack.conditions)) throw new LocalError(`The condition ${name} is missing in ${stack.name}.`);
    return this.value(stack, stack.conditions[name]) === true;
  }

  reference(stack: Stack, name: string): unknown {
    const pseudo = pseudoParameters(stack);
    if (name in pseudo) return pseudo[name];
    const resource = stack.resources.find((row) => row.logicalId === name);
    if (resource) return addressOf(resource, undefined, this.#endpoints);
    const parameter = stack.parameters[name];
    if (parameter?.Default === undefined) {
      throw new LocalError(
        `The template needs a value for the parameter ${name} of ${stack.name}, which has no default.`,
      );
    }
    return parameter.Default;
  }

  attribute(stack: Stack, logicalId: string, attribute: string): string {
    const resource = stack.resources.find((row) => row.logicalId === logicalId);
    if (!resource) throw new LocalError(`The resource ${logicalId} is missing in ${stack.name}.`);
    return addressOf(resource, attribute, this.#endpoints);
  }
}

function pseudoParameters(stack: Stack): Record<string, unknown> {
  return {
    "AWS::Region": REGION,
    "AWS::AccountId": ACCOUNT,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackName": stack.name,
    "AWS::StackId": `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/${stack.name}/local`,
    "AWS::NoValue": NO_VALUE,
  };
}

const INTRINSICS: Record<string, Intrinsic> = {
  Ref: (resolver, stack, name) => resolver.reference(stack, asText(name)),
  "Fn::GetAtt": (resolver, stack, argument) => {
    const [logicalId, ...attribute] = Array.isArray(argument) ? argument.map(asText) : asText(argument).split(".");
    return resolver.attribute(stack, logicalId ?? "", attribute.join("."));
  },
  "Fn::Join": (resolver, stack, argument) => {
    const [separator, items] = argument as [string, unknown];
    return (resolver.value(stack, items) as unknown[]).map(asText).join(separator);
  },
  "Fn::Split": (resolver, stack, argument) => {
    const [separator, text] = argument as [string, unknown];
    return asText(resolver.value(stack, text)).split(separator);
  },
  "Fn::Select": (resolver, stack, argument) => {
    const [index, items] = argument as [unknown, unknown];
    return (resolver.value(stack, items) as unknown[])[Number(index)];
  },
  "Fn::Sub": (resolver, stack, argument) => {
    const [text, variables] = (Array.isArray(argument) ? argument : [argument, {}]) as [
      string,
      Record<string, unknown>,
    ];
    return text.replace(/\$\{([^}]+)\}/g, (_whole, name: string) => {
      if (name.startsWith("!")) return `\${${name.slice(1)}}`;
      if (name in variables) return asText(resolver.value(stack, variables[name]));
      const [logicalId = "", ...attribute] = name.split(".");
      if (attribute.length > 0) return resolver.attribute(stack, logicalId, attribute.join("."));
      return asText(resolver.reference(stack, name));
    });
  },
  "Fn::ImportValue": (resolver, stack, argument) => {
    const name = asText(resolver.value(stack, argument));
    for (const producer of resolver.stacks()) {
      for (const output of Object.values(producer.outputs)) {
        if (output.Export && asText(resolver.value(producer, output.Export.Name)) === name) {
          return resolver.value(producer, output.Value);
        }
      }
    }
    throw new LocalError(`No stack exports ${name}, which ${stack.name} imports.`);
  },
  "Fn::GetStackOutput": (resolver, stack, argument) => {
    const { StackName, OutputName } = argument as { StackName: unknown; OutputName: string };
    const nameOrArn = asText(resolver.value(stack, StackName));
    const producer = resolver.stack(/:stack\/([^/]+)/.exec(nameOrArn)?.[1] ?? nameOrArn);
    const output = producer.outputs[OutputName];
    if (!output) throw new LocalError(`The stack ${producer.name} has no output ${OutputName}.`);
    return resolver.value(producer, output.Value);
  },
  "Fn::FindInMap": (resolver, stack, argument) => {
    const [map = "", first = "", second = ""] = (resolver.value(stack, argument) as unknown[]).map(asText);
    return resolver.value(stack, stack.mappings[map]?.[first]?.[second]);
  },
  "Fn::If": (resolver, stack, argument) => {
    const [condition, yes, no] = argument as [string, unknown, unknown];
    return resolver.value(stack, resolver.condition(stack, condition) ? yes : no);
  },
  "Fn::Equals": (resolver, stack, argument) => {
    const [left, right] = resolver.value(stack, argument) as unknown[];
    return asText(left) === asText(right);
  },
  "Fn::Not": (resolver, stack, argument) => !truth(resolver, stack, (argument as unknown[])[0]),
  "Fn::And": (resolver, stack, argument) => (argument as unknown[]).every((item) => truth(resolver, stack, item)),
  "Fn::Or": (resolver, stack, argument) => (argument as unknown[]).some((item) => truth(resolver, stack, item)),
};

function truth(resolver: Resolver, stack: Stack, value: unknown): boolean {
  const name = (value as { Condition?: string } | null)?.Condition;
  return name === undefined ? resolver.value(stack, value) === true : resolver.condition(stack, name);
}

function asText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new LocalError(`The template has ${JSON.stringify(value) ?? "nothing"} where a text is needed.`);
}
