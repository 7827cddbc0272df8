/** One HTTP call with an end: of time, by its signal, and of bytes. Whatever else happens is a reason, never an exception. */

import { readJson } from "../domain/json-text.ts";

export type FetchDoubt = "timeout" | "connection-failed" | "response-too-large";

export interface BoundedRequest {
  method: "GET" | "POST" | "DELETE";
  headers: Record<string, string>;
  body?: string | undefined;
  /** Covers connect, headers and body: a server that drips bytes gets no more time than a silent one. */
  signal: AbortSignal;
  maxBytes: number;
}

export interface BoundedAnswer {
  status: number;
  headers: Headers;
  bytes: Buffer;
}

/** `refuse` sees status and headers: what it gives a reason for is not read. */
export async function boundedFetch<R extends string = never>(
  url: string,
  { maxBytes, body, headers, ...request }: BoundedRequest,
  refuse?: (response: Response) => R | undefined,
): Promise<BoundedAnswer | { unknown: FetchDoubt | R }> {
  try {
    const response = await fetch(url, {
      ...request,
      ...(body === undefined ? {} : { body }),
      // A kept connection may be dead after the function was frozen, and a POST lost on it costs a whole settle window.
      headers: { ...headers, Connection: "close" },
      // Not followed: what is sent belongs to nobody else. The 3xx itself is then an answer that is not 200.
      redirect: "manual",
    });
    const refused = refuse?.(response);
    if (refused !== undefined) {
      await response.body?.cancel();
      return { unknown: refused };
    }
    const bytes = await bytesOf(response, maxBytes);
    if (bytes === undefined) return { unknown: "response-too-large" };
    return { status: response.status, headers: response.headers, bytes };
  } catch {
    // The cause may quote the request. Its reason is told by the signal alone.
    return { unknown: request.signal.aborted ? "timeout" : "connection-failed" };
  }
}

async function bytesOf(response: Response, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    // Leaving the loop cancels the stream: the rest is neither read nor kept.
    if (bytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * `undefined` for bytes that are not UTF-8 or not JSON. JSON has no `undefined`. A number that a double would make another of is
 * left as the text of its digits: who needs a number refuses it, who takes a text too has what was sent.
 */
export function jsonOf(bytes: Uint8Array): unknown {
  try {
    return readJson(new TextDecoder("utf-8", { fatal: true }).decode(bytes), (literal) => literal).value;
  } catch {
    return undefined;
  }
}
