import { LocalError } from "../local-error.ts";
import { ACCOUNT, API_ID, addressOf, type Endpoints, REGION } from "../servers/addresses.ts";
import type { Resource, Stack } from "./template.ts";

type Intrinsic = (resolver: Resolver, stack: Stack, argument: unknown) => unknown;

const PSEUDO_PARAMETERS: Record<string, string> = {
  "AWS::Region": REGION,
  "AWS::AccountId": ACCOUNT,
  "AWS::Partition": "aws",
};

/** Replaces CloudFormation's functions by what they mean on this machine: those that the template uses, and no other. */
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

  /** The resource with its properties as they are here. */
  resolved(resource: Resource): Resource {
    const stack = this.#stacks.get(resource.stack);
    if (!stack)
      throw new LocalError(`The template refers to the stack ${resource.stack}, which the app does not hold.`);
    return { ...resource, properties: this.value(stack, resource.properties) as Resource["properties"] };
  }

  outputs(): Record<string, Record<string, string>> {
    const of = (stack: Stack) =>
      Object.entries(stack.outputs).map(([name, { Value }]) => [name, asText(this.value(stack, Value))]);
    return Object.fromEntries([...this.#stacks].map(([name, stack]) => [name, Object.fromEntries(of(stack))]));
  }

  /** By the name under which a stack exports it. */
  exported(wanted: string): unknown {
    for (const stack of this.#stacks.values()) {
      const output = Object.values(stack.outputs).find(({ Export }) => Export && Export.Name === wanted);
      if (output) return this.value(stack, output.Value);
    }
    throw new LocalError(`No stack exports ${wanted}.`);
  }

  value(stack: Stack, value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.value(stack, item));
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value);
    const [name, argument] = entries[0] ?? [];
    if (entries.length === 1 && name !== undefined && (name === "Ref" || name.startsWith("Fn::"))) {
      const intrinsic = INTRINSICS[name];
      if (!intrinsic) throw new LocalError(`The local run does not know the intrinsic function ${name}.`);
      const result = intrinsic(this, stack, argument);
      return typeof result === "string" ? result.replace(this.#apiUrl, this.#endpoints.api) : result;
    }
    return Object.fromEntries(entries.map(([key, item]) => [key, this.value(stack, item)]));
  }

  /** What `Ref` gives, and with an attribute what `Fn::GetAtt` does. */
  address(stack: Stack, name: string, attribute?: string): string {
    const pseudo = PSEUDO_PARAMETERS[name];
    if (pseudo !== undefined) return pseudo;
    const resource = stack.resources.find(({ logicalId }) => logicalId === name);
    if (resource) return addressOf(resource, attribute, this.#endpoints);
    throw new LocalError(`The template refers to ${name}, which is no resource of ${stack.name}.`);
  }
}

const INTRINSICS: Record<string, Intrinsic> = {
  Ref: (resolver, stack, name) => resolver.address(stack, asText(name)),
  "Fn::GetAtt": (resolver, stack, argument) => {
    const [name, attribute] = argument as [string, string];
    return resolver.address(stack, name, attribute);
  },
  "Fn::Join": (resolver, stack, argument) => {
    const [separator, items] = argument as [string, unknown];
    return (resolver.value(stack, items) as unknown[]).map(asText).join(separator);
  },
  "Fn::Sub": (resolver, stack, argument) =>
    asText(argument).replace(/\$\{([^}]+)\}/g, (_whole, name: string) => resolver.address(stack, name)),
  "Fn::ImportValue": (resolver, _stack, argument) => resolver.exported(asText(argument)),
};

function asText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new LocalError(`The template has ${JSON.stringify(value) ?? "nothing"} where a text is needed.`);
}
