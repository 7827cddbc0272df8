/** The part of CloudWatch Logs Insights' language that the runbook uses, over lines as functions print them. */

export type LogLine = Record<string, unknown>;

/** Queries of a document, in its order. */
export function queriesIn(markdown: string): string[] {
  return [...markdown.matchAll(/^```insights\n(.+?)\n```$/gms)].map(([, query = ""]) => query);
}

/** The rows that a query finds, with the fields that it names. What it does not know it refuses. */
export function find(query: string, printed: string): LogLine[] {
  let lines = printed.split("\n").flatMap(parsed);
  let fields: string[] = [];
  for (const part of query.split("\n").map((line) => line.replace(/^\| /, ""))) {
    const [, command = "", rest = ""] = /^(\w+) (.+)$/.exec(part) ?? [];
    if (command === "fields") fields = rest.split(", ");
    else if (command === "filter") lines = lines.filter((line) => rest.split(" and ").every((one) => holds(one, line)));
    else if (command === "sort") lines = sorted(lines, rest);
    else if (command === "limit") lines = lines.slice(0, Number(rest));
    else throw new Error(`not a command that is known here: ${part}`);
  }
  return lines.map((line) => Object.fromEntries(fields.map((field) => [field, fieldOf(line, field)])));
}

function parsed(text: string): LogLine[] {
  if (!text.startsWith("{")) return [];
  const line = JSON.parse(text) as LogLine;
  // What else functions print are metrics.
  return "level" in line ? [{ ...line, "@message": text, "@timestamp": line.timestamp }] : [];
}

/** `failure.name` is a field of a field. */
function fieldOf(line: LogLine, field: string): unknown {
  if (field in line) return line[field];
  return field.split(".").reduce<unknown>((value, name) => (value as LogLine | undefined)?.[name], line);
}

function holds(condition: string, line: LogLine): boolean {
  const [, field = "", operator, text = ""] = /^([@\w.]+) (=|like|>=) (.+)$/.exec(condition) ?? [];
  const value = fieldOf(line, field);
  if (operator === "=") return value === JSON.parse(text);
  if (operator === "like") return String(value).includes(JSON.parse(text) as string);
  if (operator === ">=") return Number(value) >= Number(text);
  throw new Error(`not a condition that is known here: ${condition}`);
}

function sorted(lines: LogLine[], by: string): LogLine[] {
  const [field = "", direction] = by.split(" ");
  const sign = direction === "desc" ? -1 : 1;
  return lines.toSorted((a, b) => sign * String(fieldOf(a, field)).localeCompare(String(fieldOf(b, field))));
}
