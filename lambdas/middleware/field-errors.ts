import type * as z from "zod/mini";
import type { ErrorCode, FieldError } from "../../core/foundation/domain/errors.ts";

type Issue = z.core.$ZodIssue;

/** Enough to mend a request; a body of ten thousand wrong fields does not get a megabyte back. */
const ERRORS_MAX = 100;
const NAME_MAX_CHARS = 64;

/** What a schema says about a request, as field errors. Field names are repeated, values never. */
export function fieldErrors(issues: readonly Issue[], root: "" | "/query" | "/path", value: unknown): FieldError[] {
  const byPointer = new Map<string, FieldError>();
  // An integer's own bound, 2^53, says less than the field's, which comes after it.
  const told = [...issues.filter((issue) => !isOfIntegers(issue)), ...issues.filter(isOfIntegers)];
  for (const error of told.flatMap((issue) => fieldErrorsOf(issue, root, value))) {
    if (!byPointer.has(error.pointer)) byPointer.set(error.pointer, error);
  }
  return [...byPointer.values()].slice(0, ERRORS_MAX);
}

function isOfIntegers(issue: Issue): boolean {
  return (issue.code === "too_big" || issue.code === "too_small") && issue.origin === "int";
}

/** RFC 6901. */
export function pointerOf(path: readonly PropertyKey[], root = ""): string {
  const steps = path.map((step) => {
    const name = String(step);
    const shown = name.length > NAME_MAX_CHARS ? `${name.slice(0, NAME_MAX_CHARS)}…` : name;
    return `/${shown.toWellFormed().replaceAll("~", "~0").replaceAll("/", "~1")}`;
  });
  return root + steps.join("");
}

function fieldErrorsOf(issue: Issue, root: string, value: unknown): FieldError[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys
      .slice(0, ERRORS_MAX)
      .map((key) => ({ pointer: pointerOf([...issue.path, key], root), detail: "is not a known field" }));
  }
  const pointer = pointerOf(issue.path, root);
  if (valueAt(value, issue.path) === undefined) return [{ pointer, detail: "is required" }];
  const code = issue.code === "custom" ? (issue.params?.code as ErrorCode | undefined) : undefined;
  return [{ pointer, detail: detailOf(issue), ...(code ? { code } : {}) }];
}

function detailOf(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.expected === "int" ? "must be an integer" : `must be ${article(issue.expected)}`;
    case "too_small":
    case "too_big":
      return boundOf(issue);
    case "invalid_value":
      return `must be ${issue.values.map((choice) => `\`${String(choice)}\``).join(" or ")}`;
    case "custom":
    case "invalid_format":
      // The schemas' own words: see contract/fields/.
      return issue.message;
    default:
      return "is not valid";
  }
}

function boundOf(issue: Extract<Issue, { code: "too_small" | "too_big" }>): string {
  const [word, bound] = issue.code === "too_small" ? ["at least", issue.minimum] : ["at most", issue.maximum];
  if (issue.origin === "string") return `must have ${word} ${bound} characters`;
  if (issue.origin === "array") return `must have ${word} ${bound} items`;
  return `must be ${word} ${bound}`;
}

function article(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let here = value;
  for (const step of path) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, step)) return undefined;
    here = (here as Record<PropertyKey, unknown>)[step];
  }
  return here;
}
