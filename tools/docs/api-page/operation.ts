import { clientNameOf } from "../../../contract/client-names.ts";
import { GENERAL_CODES } from "../../../contract/refusals.ts";
import { type Answer, type Document, lastOf, type Operation, type Parameter } from "./document.ts";
import { fieldTable, typeOf } from "./fields.ts";
import { code, escaped, pre, prose } from "./html.ts";
import { type Call, snippets } from "./snippets.ts";

export function operationSection(document: Document, call: Call): string {
  const { method, path, operation } = call;
  const { operationId, summary, parameters = [], requestBody } = operation;
  const body = requestBody?.content["application/json"];
  return [
    `<section class="op" id="${operationId}" data-words="${escaped(wordsOf(call))}">`,
    `<h3><a href="#${operationId}">${escaped(summary)}</a></h3>`,
    `<p class="line"><b class="m ${method.toLowerCase()}">${method}</b> ${code(path)} ${scopes(operation)}</p>`,
    parameters.length > 0 ? `<h4>Parameters</h4>${parameterTable(parameters)}` : "",
    body ? `<h4>Body</h4>${fieldTable(document, body.schema)}` : "",
    `<h4>Answers</h4>${answers(document, operation)}`,
    `<h4>Refusals</h4>${refusals(document, operation)}`,
    `<details class="try"><summary>Example</summary>${snippets(call)}</details>`,
    "</section>",
  ].join("");
}

/** What the filter looks through. */
export function wordsOf({ method, path, operation }: Call): string {
  const name = clientNameOf(path, operation.operationId);
  const called = name ? `${name.resource}.${name.method}` : "";
  return [method, path, operation.operationId, operation.summary, ...operation.tags, called].join(" ").toLowerCase();
}

function scopes({ security }: Operation): string {
  if (security === undefined) return '<span class="scope">any key</span>';
  if (security.length === 0) return '<span class="scope">public</span>';
  return security
    .flatMap((one) => one.apiKey ?? Object.keys(one))
    .map((scope) => `<span class="scope">${escaped(scope)}</span>`)
    .join(" ");
}

function parameterTable(parameters: readonly Parameter[]): string {
  const rows = parameters.map(
    ({ name, in: place, required, schema, description }) =>
      `<tr><td>${code(name)}<span class="opt">${required ? place : `${place}, optional`}</span></td><td>${typeOf(schema)}</td><td>${prose(description ?? schema.description ?? "")}</td></tr>`,
  );
  return `<table class="fields"><tbody>${rows.join("")}</tbody></table>`;
}

function answers(document: Document, { responses }: Operation): string {
  const good = Object.entries(responses).filter(
    ([, answer]) => !isRefusal(answer) && !answer.$ref && !("application/problem+json" in (answer.content ?? {})),
  );
  return good.map(([status, answer]) => answerPart(document, status, answer)).join("");
}

function answerPart(document: Document, status: string, { description, headers = {}, content = {} }: Answer): string {
  const names = Object.keys(headers).filter((name) => name !== "Tender-Request-Id");
  const told = names.length > 0 ? `<p class="headers">Headers: ${names.map(code).join(" ")}</p>` : "";
  const schema = content["application/json"]?.schema;
  const head = `<b>${status}</b> ${prose(description)}`;
  if (schema?.$ref === undefined) {
    const types = Object.keys(content).map(code).join(" ");
    return `<div class="answer"><p>${head} ${types}</p>${told}</div>`;
  }
  const example = document.components.schemas[lastOf(schema.$ref)]?.examples?.[0];
  const shown = example === undefined ? "" : pre(JSON.stringify(example, undefined, 2));
  return `<details class="answer"><summary>${head} ${typeOf(schema)}</summary>${told}${fieldTable(document, schema)}${shown}</details>`;
}

function isRefusal({ $ref }: Answer): boolean {
  return $ref !== undefined;
}

function refusals({ components }: Document, { responses }: Operation): string {
  const general: readonly string[] = GENERAL_CODES;
  const rows = Object.entries(responses).flatMap(([status, answer]) => {
    const full = answer.$ref === undefined ? answer : components.responses[lastOf(answer.$ref)];
    const codes = Object.keys(full?.content?.["application/problem+json"]?.examples ?? {});
    return codes.map((each) => ({ status, code: each, isOwn: !general.includes(each) }));
  });
  const chip = ({ status, code }: (typeof rows)[number]) =>
    `<a class="chip" href="#code-${code}"><b>${status}</b> ${escaped(code)}</a>`;
  const own = rows.filter(({ isOwn }) => isOwn).map(chip);
  const shared = rows.filter(({ isOwn }) => !isOwn).map(chip);
  const folded = `<details class="general"><summary>${shared.length} that any such call may meet</summary>${shared.join(" ")}</details>`;
  return `<p class="chips">${own.join(" ")}</p>${shared.length > 0 ? folded : ""}`;
}
