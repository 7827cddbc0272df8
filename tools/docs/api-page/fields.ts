import { type Document, lastOf, type Schema } from "./document.ts";
import { anchor, code, escaped, prose } from "./html.ts";

/** Small enough to be known by their names. */
const KNOWN = ["Money", "Sum", "Time"];

/** A schema's fields as a table; what has a shape of its own is named, and stands at its place. */
export function fieldTable({ components }: Document, schema: Schema): string {
  const rows = rowsOf(components.schemas, schema, "", 0);
  if (rows.length === 0) return `<p class="type">${typeOf(schema)}</p>`;
  return `<table class="fields"><tbody>${rows.join("")}</tbody></table>`;
}

function rowsOf(schemas: Record<string, Schema>, schema: Schema, before: string, depth: number): string[] {
  const shape = schema.$ref ? schemas[lastOf(schema.$ref)] : schema;
  const forms = shape?.anyOf ?? shape?.oneOf;
  if (forms && depth === 0)
    return forms.flatMap((form, index) => [
      `<tr class="form"><td colspan="3">${index === 0 ? "One of these forms" : "or"}</td></tr>`,
      ...rowsOf(schemas, form, before, 1),
    ]);
  return Object.entries(shape?.properties ?? {}).flatMap(([name, field]) => {
    const path = before + name;
    const isOptional = !shape?.required?.includes(name);
    const described = field.description ?? field.anyOf?.find((one) => one.description)?.description ?? "";
    const standard = field.default === undefined ? "" : ` Default: ${code(JSON.stringify(field.default))}.`;
    const row = `<tr><td>${code(path)}${isOptional ? '<span class="opt">optional</span>' : ""}</td><td>${typeOf(field)}</td><td>${prose(described)}${standard}</td></tr>`;
    const inner = innerOf(field);
    return inner && depth < 3 ? [row, ...rowsOf(schemas, inner.schema, `${path}${inner.mark}.`, depth + 1)] : [row];
  });
}

/** What has fields of its own and no name. */
function innerOf(field: Schema): { schema: Schema; mark: string } | undefined {
  const one = field.anyOf?.find(({ type }) => type !== "null") ?? field;
  if (one.properties) return { schema: one, mark: "" };
  if (one.items?.properties) return { schema: one.items, mark: "[]" };
  return undefined;
}

export function typeOf(schema: Schema): string {
  const { anyOf, oneOf, $ref, enum: values, const: only, type, format, items, properties } = schema;
  const forms = anyOf ?? oneOf;
  if (forms) return [...new Set(forms.map(typeOf))].join(" or ");
  if ($ref) {
    const name = lastOf($ref);
    return KNOWN.includes(name) ? escaped(name) : `<a href="#shape-${anchor(name)}">${escaped(name)}</a>`;
  }
  if (values) return values.map((value) => code(String(value))).join(" ");
  if (only !== undefined) return code(String(only));
  if (type === "array") return `list of ${items ? typeOf(items) : "anything"}`;
  if (properties) return "object";
  if (format === "date-time") return "Time";
  return escaped([type ?? "anything"].flat().join(" or ")) + boundsOf(schema);
}

function boundsOf({ type, minimum, maximum }: Schema): string {
  if (type !== "integer" || (minimum === undefined && maximum === undefined)) return "";
  const least = minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? "" : String(minimum);
  const most = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? "" : String(maximum);
  return least + most === "" ? "" : ` <span class="opt">${least}–${most}</span>`;
}
