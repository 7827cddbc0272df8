/** `npm run docs` writes what follows from the code; `npm run check` (`--check`) fails when a file no longer does. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openApi } from "../../contract/openapi.ts";
import { againInWords } from "../../contract/refusals.ts";
import { ERRORS, WAITED_FOR } from "../../core/foundation/domain/errors.ts";
import { PAYMENT_SAGA, STEP_STATES } from "../../core/payments/domain/payment-saga.ts";
import { AGGREGATES, type Aggregate } from "../release/aggregates.ts";
import { defineCommand, parseCommand, readArguments } from "../terminal/command-line.ts";
import { routeOf } from "./all-routes.ts";
import type { Document } from "./api-page/document.ts";
import { apiPage } from "./api-page/page.ts";
import { eventsPage } from "./events-page.ts";

const NOTE = "<!-- Written by `npm run docs`; do not edit. -->\n\n";

/** File name in `docs/` -> content. */
export function generated(): Record<string, string> {
  const document = openApi(routeOf);
  return {
    "errors.md": errorsPage(),
    "states.md": statesPage(),
    "events.md": `${NOTE}${eventsPage()}`,
    "openapi.json": `${JSON.stringify(document, undefined, 2)}\n`,
    "api.html": apiPage(document as unknown as Document),
  };
}

function errorsPage(): string {
  const rows = Object.entries(ERRORS).map(
    ([code, { status, title, again, next }]) =>
      `| <a id="${code}"></a>\`${code}\` | ${status} | ${title} | ${againInWords(again)} | ${next} |`,
  );
  const waits = WAITED_FOR.map((each) => `\`${each}\``).join(", ");
  return [
    `${NOTE}# Errors`,
    "",
    "Every refusal is an `application/problem+json` document (RFC 9457):",
    "`{type, title, status, detail, instance, code, retryable, waitFor?, requestId, errors?: [{pointer, detail, code?}]}`,",
    "where `type` is `/errors/<code>` and a `pointer` (RFC 6901) leads into the body or to `/headers/<name>`,",
    "`/query/<name>`, `/path/<name>`. `detail` says what went wrong and what to do next. `requestId` names the request that was",
    "refused; the header `Tender-Request-Id` names this one, in every answer.",
    "",
    "What happens when the same request is sent again, unchanged, with the same `Idempotency-Key`:",
    "",
    "- _may succeed soon_: `retryable` is true. Wait for `Retry-After` seconds. Never stored under the key.",
    `- _wait_: \`retryable\` is false, \`waitFor\` says what has to end, or be decided, first (${waits}). Never stored.`,
    "- _refused, stored_: a final refusal. The key keeps it: it is repeated byte for byte, with its first `requestId`.",
    "- _refused_: final too, but about the request itself or its sender. Not stored: once corrected, it may use the same key.",
    "",
    "| Code | Status | Title | Sent again | What to do |",
    "|---|---|---|---|---|",
    ...rows,
    "",
    ...answersOfOthers(),
  ].join("\n");
}

/** What stands before the functions answers by itself: HTTP APIs let nobody put other words there. */
function answersOfOthers(): string[] {
  const rows = OTHERS.map((row) => `| ${row.join(" | ")} |`);
  return [
    "## Answers that are not ours",
    "",
    "The gateway (Amazon API Gateway) and, where the platform has one, the edge before it (Amazon CloudFront with its firewall) refuse some",
    "requests before any function of Tender sees them. Such an answer is no problem document and has no `Tender-Request-Id`.",
    "None of them says that the request took no effect: where the table says to send it again, send it under the same `Idempotency-Key`.",
    "",
    "| Status | From | Looks like | Means | What to do |",
    "|---|---|---|---|---|",
    ...rows,
    "",
  ];
}

const AGAIN = "Send the same request again under the same key, later";
const OTHERS = [
  ["400", "gateway", "`text` or `{message}`", "The request is not HTTP as it understands it", "Mend the request"],
  [
    "403",
    "edge",
    "HTML or text",
    "The firewall takes the request for an attack, or the name is not the API's",
    "Look at the address and at what you send; tell the platform's operators the time and your address",
  ],
  [
    "403",
    "gateway",
    '`{"message":"Forbidden"}`',
    "This name of the API is closed",
    "Use the address that you were given",
  ],
  [
    "413",
    "gateway",
    '`{"message":"Request Too Long"}`',
    "More than 10 MB: far beyond what any call takes",
    "Send less",
  ],
  [
    "429",
    "gateway",
    '`{"message":"Too Many Requests"}`',
    "All merchants together ask for more than the platform lets through",
    AGAIN,
  ],
  [
    "429",
    "edge",
    "A problem with the code `rate-limited`, without `requestId`",
    "One network address asks for more than the platform lets through",
    `${AGAIN}, after \`Retry-After\``,
  ],
  [
    "431, 494",
    "gateway, edge",
    "Text",
    "The headers are too large: the gateway takes 10,240 bytes with the request line",
    "Send fewer headers",
  ],
  [
    "500",
    "gateway",
    '`{"message":"Internal Server Error"}`',
    "A function was killed, and may have done what was asked before",
    AGAIN,
  ],
  [
    "502, 504",
    "edge",
    "HTML",
    "The gateway was not reached, or did not answer in time; what was asked may be done",
    AGAIN,
  ],
  [
    "503",
    "gateway",
    '`{"message":"Service Unavailable"}`',
    "No function was free, or none answered within 30 seconds; what was asked may be done",
    AGAIN,
  ],
] as const;

function statesPage(): string {
  return [
    `${NOTE}# States`,
    "",
    "One table per aggregate. The write conditions, the types and the tests read the same rows.",
    "",
    ...Object.entries(AGGREGATES).flatMap(([name, each]) => aggregate(name, each)),
    ...sagaSteps(),
  ].join("\n");
}

function sagaSteps(): string[] {
  return [
    "## Steps of the payment saga",
    "",
    "Compensatable: undone when a later step fails before the pivot. Pivot: once captured there is no way back but a refund.",
    "Retriable: repeated until it succeeds. The state machine has a Task for each step and each compensation",
    "(`lib/payment-machine.ts`); FulfilOrder's closes the payment, too.",
    "",
    "| | Step | Kind | Action | Compensation | Why |",
    "|---|---|---|---|---|---|",
    ...PAYMENT_SAGA.map(
      ({ step, kind, action, compensation, why }, index) =>
        `| ${index} | ${step} | ${kind} | ${action} | ${compensation ?? "-"} | ${why} |`,
    ),
    "",
    `A step's row is ${STEP_STATES.map((state) => `\`${state}\``).join(", ")}; one without a row is PENDING.`,
    "",
  ];
}

function aggregate(name: string, { states, moves: table }: Aggregate): string[] {
  const isLeft = (state: string) => table.some(({ from, to }) => from === state && to !== state);
  return [
    `## ${name}`,
    "",
    "```mermaid",
    "stateDiagram-v2",
    ...table.map(({ from, on, to }) => `  ${from === "(new)" ? "[*]" : from} --> ${to}: ${on}`),
    ...states.filter((state) => !isLeft(state)).map((state) => `  ${state} --> [*]`),
    "```",
    "",
    "| From | On | To | By | Why |",
    "|---|---|---|---|---|",
    ...table.map(({ from, on, to, by, why }) => `| ${from} | ${on} | ${to} | ${by} | ${why} |`),
    "",
  ];
}

function main(check: boolean): void {
  for (const [name, content] of Object.entries(generated())) {
    const path = join(import.meta.dirname, "../../docs", name);
    if (!check) {
      writeFileSync(path, content);
    } else if (read(path) !== content) {
      console.error(`docs/${name} is stale: run \`npm run docs\` and commit what it writes.`);
      process.exitCode = 1;
    }
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

const DOCS = defineCommand({
  run: "npm run docs",
  does: "Writes what follows from the code: docs/errors.md, docs/states.md, docs/events.md, docs/openapi.json, docs/api.html.",
  options: { check: { does: "writes nothing and fails when one of them is stale, as `npm run check` does" } },
});

if (import.meta.main) {
  const { values } = readArguments((args, env) => parseCommand(DOCS, args, env));
  main(values.check ?? false);
}
