import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";

/** An answer as it is on the wire, and the route that gave it. */
export interface WireAnswer {
  routeKey: string;
  status: number;
  headers: Readonly<Record<string, unknown>>;
  body: string;
}

interface Header {
  $ref?: string;
  required?: boolean;
  schema: { type?: string };
}
interface Response {
  $ref?: string;
  headers?: Record<string, Header>;
  content?: Record<string, { schema: CodeSchema }>;
}
/** A refusal's schema names the codes that it may have. */
interface CodeSchema {
  allOf?: CodeSchema[];
  properties?: { code?: { enum: string[] } };
}
interface Operation {
  operationId: string;
  responses: Record<string, Response>;
}
export interface Described {
  paths: Record<string, Record<string, Operation>>;
  components: { responses: Record<string, Response> } & Record<string, Record<string, unknown>>;
}

const PROBLEM = "application/problem+json";
/** What the document's answers refer to begins with this in the validator. */
const ROOT = "openapi";

/** What `docs/openapi.json` says of answers. It knows nothing of the schemas that it was made from. */
export class AnswerDocument {
  readonly #described: Described;
  readonly #ajv: Ajv2020;
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(described: Described) {
    this.#described = described;
    this.#ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: true, inlineRefs: false });
    formats.default(this.#ajv);
    this.#ajv.addSchema(described, ROOT);
  }

  static read(): AnswerDocument {
    const path = new URL("../../../docs/openapi.json", import.meta.url);
    return new AnswerDocument(JSON.parse(readFileSync(path, "utf8")) as Described);
  }

  /** What is wrong with an answer: a status, a code, a type or a shape that is not described, a header that is missing. */
  faultOf(answer: WireAnswer): string | undefined {
    const { routeKey, status, headers, body } = answer;
    const described = this.#responseTo(answer);
    if (described === undefined) return `${routeKey} answers ${status}, which the document does not say`;
    const { content, headers: named = {} } = described;
    const faults = Object.entries(named).flatMap(([name, header]) => this.#headerFault(name, header, headers));
    const type = String(headers["content-type"] ?? "").split(";", 1)[0] ?? "";
    const schema = content?.[type]?.schema;
    // An answer without a body may say what type it would be of.
    if (content === undefined && body !== "") faults.push("has a body");
    else if (content !== undefined && schema === undefined) faults.push(`is ${type || "of no type"}`);
    else if (schema !== undefined && type.endsWith("json")) faults.push(...this.#shapeFaults(schema, JSON.parse(body)));
    return faults.length > 0 ? `${routeKey} answers ${status}, which ${faults.join(", and ")}` : undefined;
  }

  /** `<operation> <status>`, and `<operation> <status> <code>` of a refusal. What no operation has is named `$default`. */
  nameOf({ routeKey, status, headers, body }: WireAnswer): string {
    const name = `${this.#operationOf(routeKey)?.operationId ?? "$default"} ${status}`;
    return isProblem(headers) ? `${name} ${(JSON.parse(body) as { code: string }).code}` : name;
  }

  /** The names of all answers that are ours: the gateway gives some others by itself. */
  named(): Set<string> {
    const operations = Object.values(this.#described.paths).flatMap((methods) => Object.values(methods));
    const names = operations.flatMap(({ operationId, responses }) =>
      Object.entries(responses).flatMap(([status, response]) => this.#namesOf(`${operationId} ${status}`, response)),
    );
    return new Set([...names, ...this.#namesOf("$default 405", this.#shared("MethodNotAllowed"))]);
  }

  #namesOf(name: string, response: Response): string[] {
    const { content = {} } = this.#resolved(response);
    const codes = content[PROBLEM]?.schema.allOf?.flatMap(({ properties }) => properties?.code?.enum ?? []);
    if (codes) return codes.map((code) => `${name} ${code}`);
    return /[45]\d\d$/.test(name) && "application/json" in content ? [] : [name];
  }

  #operationOf(routeKey: string): Operation | undefined {
    const [method = "", path = ""] = routeKey.replace("+}", "}").split(" ");
    return this.#described.paths[path]?.[method.toLowerCase()];
  }

  #responseTo({ routeKey, status, headers }: WireAnswer): Response | undefined {
    const operation = this.#operationOf(routeKey);
    if (operation) return operation.responses[status] && this.#resolved(operation.responses[status]);
    // A browser's way to the console; the API says no more there than that it has nothing.
    if (status === 308) return { headers: { Location: { required: true, schema: {} } } };
    const name = isProblem(headers) ? ELSEWHERE[status] : undefined;
    return name === undefined ? undefined : this.#shared(name);
  }

  #shared(name: string): Response {
    return this.#described.components.responses[name] as Response;
  }

  #resolved<T extends { $ref?: string }>(value: T): T {
    if (value.$ref === undefined) return value;
    const [, , kind = "", name = ""] = value.$ref.split("/");
    return this.#described.components[kind]?.[name] as T;
  }

  #headerFault(name: string, header: Header, sent: WireAnswer["headers"]): string[] {
    const { required = false, schema } = this.#resolved(header);
    const value = sent[name.toLowerCase()];
    // Only the gateway answers without it.
    if (value === undefined) return required || name === "Tender-Request-Id" ? [`lacks ${name}`] : [];
    const read = schema.type === "integer" ? Number(value) : value;
    return this.#validator(schema)(read) ? [] : [`has ${name}: ${value}`];
  }

  #shapeFaults({ allOf, ...schema }: CodeSchema, value: unknown): string[] {
    // Each by itself: what all refusals have in common is compiled once.
    if (allOf) return allOf.flatMap((part) => this.#shapeFaults(part, value));
    const validate = this.#validator(schema);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `at ${instancePath || "/"} ${message}`);
  }

  #validator(schema: unknown): ValidateFunction {
    const text = JSON.stringify(schema);
    const known = this.#compiled.get(text);
    if (known) return known;
    const rooted = text.replaceAll('"$ref":"#/', `"$ref":"${ROOT}#/`);
    const made = this.#ajv.compile(JSON.parse(rooted) as object);
    this.#compiled.set(text, made);
    return made;
  }
}

/** What is answered where no operation is. */
const ELSEWHERE: Record<number, string> = {
  401: "Unauthenticated",
  404: "NotFound",
  405: "MethodNotAllowed",
  500: "InternalError",
  503: "Overloaded",
};

function isProblem(headers: WireAnswer["headers"]): boolean {
  return headers["content-type"] === PROBLEM;
}
