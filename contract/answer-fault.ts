import * as z from "zod/mini";
import { ANSWERS } from "./answers.ts";
import { codesOf } from "./refusals.ts";
import { type RouteKey, rowOf } from "./routes.ts";

/** What functions load says no more than that something is invalid. */
const IN_WORDS = z.locales.en().localeError;

/**
 * What is wrong with an answer by the route's row: a status that it does not name, a field too many or too few, a refusal that
 * is not among its own. For tests and the proof; what is deployed does not look at its own answers.
 */
export function answerFault(key: RouteKey, status: number, body: string): string | undefined {
  const answer = Object.entries(rowOf(key).answers).find(([named]) => Number(named) === status)?.[1];
  if (answer && !("schema" in answer)) return undefined;
  if (!answer && status < 400) return `${key} answers ${status}, which its row does not name`;
  const json: unknown = JSON.parse(body);
  const { error } = ANSWERS[answer?.schema ?? "Problem"].safeParse(json, { error: IN_WORDS });
  if (error)
    return `${key} answers ${status} in another shape than ${answer?.schema ?? "Problem"}: ${z.prettifyError(error)}`;
  const { code } = json as { code: ReturnType<typeof codesOf>[number] };
  return answer || codesOf(key).includes(code) ? undefined : `${key} refuses with ${code}, which its row does not name`;
}
