import type { ANSWERS } from "../../contract/answers.ts";
import { EVENTS } from "../../contract/events.ts";
import { answerSchemas } from "../../contract/openapi/schemas.ts";

type Schema = Record<string, unknown>;

/** Each type of event with the change that it is told of, and the fields of its data. */
export function eventsPage(): string {
  const shapes = [...new Set(Object.values(EVENTS).map(({ data }) => data))];
  const rows = Object.entries(EVENTS).map(([type, { data, when }]) => `| \`${type}\` | ${when} | ${linkTo(data)} |`);
  return [
    "# Events",
    "",
    "An event is written in the transaction of the change that it tells of: there is none without its change, and no change",
    "without its event. `{eventId, type, resourceId, resourceVersion, at, data}`, kept for 30 days. `data` is what a read of the",
    "resource shows as that transaction left it; of a payment's `refunds`, which have events of their own, those that were not",
    "the cause are as they were read for it. `resourceVersion` is 1 for the first event of a resource and one more for each that",
    "follows: leave alone what is older than what you know. Nothing is told when something is accepted: its answer says that.",
    "",
    "| Type | Told when | `data` |",
    "|---|---|---|",
    ...rows,
    "",
    ...shapes.flatMap((name) => shapeOf(name)),
  ].join("\n");
}

const linkTo = (name: string) => `[${name}](#${name.toLowerCase()})`;

function shapeOf(name: keyof typeof ANSWERS): string[] {
  const { properties = {} } = answerSchemas()[name] as { properties?: Record<string, Schema> };
  const told = Object.entries(EVENTS).filter(([, { data }]) => data === name);
  return [
    `## ${name}`,
    "",
    `Of ${told.map(([type]) => `\`${type}\``).join(", ")}.`,
    "",
    "| Field | Type | |",
    "|---|---|---|",
    ...Object.entries(properties).map(
      ([field, schema]) => `| \`${field}\` | ${inWords(schema)} | ${descriptionOf(schema)} |`,
    ),
    "",
  ];
}

/** As short as it can be told; the OpenAPI document has it in full. */
function inWords(schema: Schema): string {
  const {
    anyOf,
    $ref,
    enum: values,
    const: only,
    type,
    format,
    items,
    properties,
  } = schema as {
    anyOf?: Schema[];
    $ref?: string;
    enum?: unknown[];
    const?: unknown;
    type?: string | string[];
    format?: string;
    items?: Schema;
    properties?: Record<string, Schema>;
  };
  if (anyOf) return anyOf.map(inWords).join(" or ");
  if ($ref) return $ref.slice($ref.lastIndexOf("/") + 1);
  if (values) return values.map((value) => `\`${value}\``).join(", ");
  if (only !== undefined) return `\`${only}\``;
  if (type === "array") return `list of ${items ? inWords(items) : "anything"}`;
  if (properties) return `{${Object.keys(properties).join(", ")}}`;
  return format === "date-time" ? "time" : [type].flat().join(" or ");
}

function descriptionOf({ description, anyOf }: { description?: string; anyOf?: { description?: string }[] }): string {
  return description ?? anyOf?.find((one) => one.description !== undefined)?.description ?? "";
}
