/** One HTTP call that must answer 200 with a small JSON text. Whatever else happens is a reason, never an exception. */

import type { CallDoubt } from "../domain/call-doubt.ts";
import { CONTRACT } from "../domain/limits.ts";
import { boundedFetch, jsonOf } from "./bounded-fetch.ts";

export type JsonAnswer = { json: unknown } | { unknown: CallDoubt };

export interface JsonRequest {
  method: "POST";
  headers: Record<string, string>;
  body: string;
}

export async function readJson(url: string, request: JsonRequest, timeoutMs: number): Promise<JsonAnswer> {
  if (!(timeoutMs >= 1)) return { unknown: "no-time-left" };
  const signal = AbortSignal.timeout(Math.floor(timeoutMs));
  const bounds = { signal, maxBytes: CONTRACT.exchangeAnswerMaxBytes };
  const answer = await boundedFetch(url, { ...request, ...bounds }, refusalOf);
  if ("unknown" in answer) return answer;
  const json = jsonOf(answer.bytes);
  return json === undefined ? { unknown: "response-invalid" } : { json };
}

function refusalOf(response: Response): CallDoubt | undefined {
  const { status, headers } = response;
  if (status === 429) return "throttled";
  if (status >= 500) return "server-error";
  if (status >= 400) return "request-refused";
  if (status !== 200) return "response-invalid";
  const type = headers.get("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
  return type === "application/json" ? undefined : "response-invalid";
}
