/** One HTTP call that must answer 200 with a small JSON text. Whatever else happens is a reason, never an exception. */

import { CONTRACT } from "../domain/limits.ts";
import type { UnknownReason } from "../domain/outcome.ts";

export type JsonAnswer = { json: unknown } | { unknown: UnknownReason };

export interface JsonRequest {
  method: "POST";
  headers: Record<string, string>;
  body: string;
}

export async function readJson(url: string, request: JsonRequest, timeoutMs: number): Promise<JsonAnswer> {
  if (!(timeoutMs >= 1)) return { unknown: "no-time-left" };
  // One signal for connect, headers and body: a server that drips bytes gets no more time than a silent one.
  const signal = AbortSignal.timeout(Math.floor(timeoutMs));
  try {
    const response = await fetch(url, {
      ...request,
      // A kept connection may be dead after the function was frozen, and a POST lost on it costs a whole settle window.
      headers: { ...request.headers, Connection: "close" },
      // Not followed: the body holds a code and belongs to nobody else. The 3xx itself is then an answer that is not 200.
      redirect: "manual",
      signal,
    });
    const refused = refusalOf(response);
    if (refused === undefined) return await jsonOf(response);
    await response.body?.cancel();
    return { unknown: refused };
  } catch {
    // The cause may quote the request. Its reason is told by the signal alone.
    return { unknown: signal.aborted ? "timeout" : "connection-failed" };
  }
}

function refusalOf(response: Response): UnknownReason | undefined {
  const { status, headers } = response;
  if (status === 429) return "throttled";
  if (status >= 500) return "server-error";
  if (status >= 400) return "request-refused";
  if (status !== 200) return "response-invalid";
  const type = headers.get("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
  return type === "application/json" ? undefined : "response-invalid";
}

async function jsonOf(response: Response): Promise<JsonAnswer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    // Leaving the loop cancels the stream: the rest is neither read nor kept.
    if (bytes > CONTRACT.exchangeAnswerMaxBytes) return { unknown: "response-too-large" };
    chunks.push(chunk);
  }
  try {
    return { json: JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks))) };
  } catch {
    return { unknown: "response-invalid" };
  }
}
