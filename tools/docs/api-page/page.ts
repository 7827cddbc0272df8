import { ERRORS } from "../../../contract/errors.ts";
import { againInWords } from "../../../contract/refusals.ts";
import type { Document } from "./document.ts";
import { fieldTable } from "./fields.ts";
import { anchor, code, escaped, pre, prose } from "./html.ts";
import { PROGRAM, STYLE } from "./look.ts";
import { operationSection, wordsOf } from "./operation.ts";
import type { Call } from "./snippets.ts";

/** The whole contract on one page that asks no server for anything. */
export function apiPage(document: Document): string {
  const calls = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
  const groups = document.tags.map((tag) => ({
    ...tag,
    calls: calls.filter(({ operation }) => operation.tags.includes(tag.name)),
  }));
  return [
    "<!doctype html>",
    "<!-- Written by `npm run docs`; do not edit. -->",
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>Tender API</title><style>${STYLE}</style></head><body>`,
    `<nav aria-label="Contents"><input id="filter" type="search" placeholder="Filter  /" aria-label="Filter the operations">`,
    ...groups.map((group) => navGroup(group.name, group.calls)),
    `<p><a href="#webhooks">Webhooks</a></p><p><a href="#codes">Problem codes</a></p><p><a href="#shapes">Shapes</a></p></nav>`,
    `<main><h1>Tender API</h1><p class="lead">${prose(document.info.description)}</p>${ABOUT}`,
    ...groups.map(
      ({ name, description, calls }) =>
        `<div data-group><h2 id="tag-${anchor(name)}">${escaped(name)}</h2><p class="about">${prose(description)}</p>${calls.map((call) => operationSection(document, call)).join("\n")}</div>`,
    ),
    webhooks(document),
    codes(),
    shapes(document),
    `</main><script>${PROGRAM}</script></body></html>\n`,
  ].join("\n");
}

const ABOUT = [
  "<p class='about'>Set <code>TENDER</code> to the API's address and <code>TENDER_KEY</code> to a key with one of the scopes that",
  "stand beside the path. <code>const tender = new Tender({ apiKey, baseUrl })</code> is the client of <code>client/</code>.",
  "Every answer has <code>Tender-Request-Id</code>: quote it when you ask about a request.",
  'The same contract for programs: <a href="openapi.json">openapi.json</a>. What to do with webhooks: receiving-webhooks.md.</p>',
].join(" ");

function navGroup(name: string, calls: readonly Call[]): string {
  const items = calls.map(
    (call) =>
      `<li data-words="${escaped(wordsOf(call))}"><a href="#${call.operation.operationId}">${escaped(call.operation.summary)}</a></li>`,
  );
  return `<details data-group><summary>${escaped(name)}</summary><ul>${items.join("")}</ul></details>`;
}

function webhooks(document: Document): string {
  const parts = Object.entries(document.webhooks).map(([type, { post }]) => {
    const body = post.requestBody?.content["application/json"];
    if (!body) return "";
    const shown = pre(JSON.stringify(body.example, undefined, 2));
    return `<details class="answer" id="event-${anchor(type)}"><summary>${code(type)} ${prose(post.description ?? "")}</summary>${fieldTable(document, body.schema)}${shown}</details>`;
  });
  return [
    '<h2 id="webhooks">Webhooks</h2><p class="about">What is sent to the endpoints of a merchant: <code>POST</code> with the headers',
    "<code>webhook-id</code>, <code>webhook-timestamp</code> and <code>webhook-signature</code> of Standard Webhooks. Answer 2xx within",
    "15 seconds; 410 disables the endpoint; at everything else it is sent again.</p>",
    ...parts,
  ].join("\n");
}

function codes(): string {
  const rows = Object.entries(ERRORS).map(
    ([name, { status, title, again, next }]) =>
      `<tr id="code-${name}"><td>${code(name)}</td><td>${status} · ${prose(againInWords(again))}</td><td>${prose(`${title}. ${next}`)}</td></tr>`,
  );
  return [
    '<h2 id="codes">Problem codes</h2><p class="about">A refusal is <code>application/problem+json</code>. <i>May succeed soon</i>: send the',
    "same again after <code>Retry-After</code>. <i>Wait</i>: what <code>waitFor</code> names comes first. <i>Stored</i>: the same",
    `<code>Idempotency-Key</code> is told the same for 24 h.</p><table class="fields"><tbody>${rows.join("")}</tbody></table>`,
  ].join("\n");
}

function shapes(document: Document): string {
  const all = Object.entries(document.components.schemas).map(
    ([name, schema]) =>
      `<details class="answer" id="shape-${anchor(name)}"><summary><b>${escaped(name)}</b> ${prose(schema.description ?? "")}</summary>${fieldTable(document, schema)}</details>`,
  );
  return `<h2 id="shapes">Shapes</h2><p class="about">What answers and bodies are made of.</p>${all.join("\n")}`;
}
