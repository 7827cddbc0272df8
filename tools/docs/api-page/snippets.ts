import { clientNameOf } from "../../../contract/client-names.ts";
import type { Operation } from "./document.ts";
import { pre } from "./html.ts";

export interface Call {
  method: string;
  /** As the document has it, with `{id}`. */
  path: string;
  operation: Operation;
}

/** The call by curl, and by the client where it has one. */
export function snippets(call: Call): string {
  const client = clientCall(call);
  return `<div class="snippets">${pre(curl(call))}${client ? pre(client) : ""}</div>`;
}

function curl({ method, path, operation }: Call): string {
  const { parameters = [], requestBody, security } = operation;
  const url = path.replace(/\{(\w+)\}/g, (_all, name: string) =>
    String(parameters.find((parameter) => parameter.name === name)?.example),
  );
  const query = parameters.filter((parameter) => parameter.in === "query" && parameter.required);
  const search = query.map(({ name }) => `${name}=...`).join("&");
  const body = bodyOf(requestBody);
  return [
    `curl ${method === "GET" ? "" : `-X ${method} `}"$TENDER${url}${search ? `?${search}` : ""}"`,
    ...(security?.length === 0 ? [] : [authorisation(security)]),
    ...(parameters.some(({ name }) => name === "Idempotency-Key") ? [`-H "Idempotency-Key: order-1001-payment"`] : []),
    ...(body === undefined ? [] : [`-H "Content-Type: application/json"`, `-d '${quoted(body)}'`]),
  ].join(" \\\n  ");
}

function authorisation(security: Operation["security"]): string {
  return security?.some((one) => "signature" in one)
    ? `-H "Tender-Signature: $SIGNATURE"`
    : `-H "Authorization: Bearer $TENDER_KEY"`;
}

/** Within single quotes of a shell. */
function quoted(body: unknown): string {
  return JSON.stringify(body, undefined, 2).replaceAll("'", `'\\''`);
}

function clientCall({ path, operation }: Call): string | undefined {
  const name = clientNameOf(path, operation.operationId);
  if (name === undefined) return undefined;
  const { parameters = [], requestBody } = operation;
  const body = bodyOf(requestBody);
  const query = parameters.filter((parameter) => parameter.in === "query" && parameter.required);
  const args = [
    ...parameters.filter((parameter) => parameter.in === "path").map(({ example }) => JSON.stringify(example)),
    ...(body === undefined ? [] : [literal(body)]),
    ...(query.length > 0 ? [`{ ${query.map(({ name }) => `${name}: "..."`).join(", ")} }`] : []),
    ...(parameters.some(({ name }) => name === "Idempotency-Key") ? [`{ idempotencyKey: "order-1001-payment" }`] : []),
  ];
  const called = `tender.${name.resource}.${name.method}(${args.join(", ")})`;
  return name.method.startsWith("list") ? `for await (const item of ${called}) {\n  // ...\n}` : `await ${called};`;
}

function bodyOf(requestBody: Operation["requestBody"]): unknown {
  return requestBody?.content["application/json"]?.example;
}

/** JSON as one writes it in a program. */
function literal(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replace(/^(\s*)"([A-Za-z_]\w*)":/gm, "$1$2:");
}
