/** Signed calls to a server that shares a secret with us: one POST with JSON there, one JSON answer back. */

import { SIGNATURE_HEADER, signRequest } from "../domain/request-signature.ts";
import { type JsonAnswer, readJson } from "./json-answer.ts";

export interface SignedPeer {
  /** For the error at its start: "exchange". */
  name: string;
  /** `https://exchange.example/v1`, with or without a slash at its end; the calls' own paths follow it. */
  baseUrl: string;
  /** Shared with the peer; signs every request. */
  secret: string;
  /** Longest time for one call, from connect to last byte; a caller with less time left gives less. */
  callTimeoutMs: number;
  /** Milliseconds since 1970. */
  clock: () => number;
}

export type SignedPost = (path: string, key: string, content: unknown, timeoutMs: number) => Promise<JsonAnswer>;

/** Throws when the peer's data cannot work, so that a wrong deployment stops at its start and not call by call. */
export function makeSignedPost(peer: SignedPeer): SignedPost {
  const base = baseOf(peer);
  if (peer.secret === "") throw new Error(`The ${peer.name}'s secret is empty`);

  return async (path, key, content, timeoutMs) => {
    const body = JSON.stringify(content);
    const signature = signRequest(peer.secret, Math.floor(peer.clock() / 1000), { method: "POST", path, body });
    return await readJson(
      `${base}${path}`,
      {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          Accept: "application/json",
          "Idempotency-Key": key,
          [SIGNATURE_HEADER]: signature,
        },
        body,
      },
      Math.min(timeoutMs, peer.callTimeoutMs),
    );
  };
}

function baseOf({ name, baseUrl }: SignedPeer): string {
  const url = URL.parse(baseUrl);
  const usable =
    url !== null &&
    (url.protocol === "https:" || url.protocol === "http:") &&
    url.username + url.password + url.search + url.hash === "";
  if (!usable) throw new Error(`The ${name}'s base URL must be http(s) without credentials, query or fragment`);
  return url.href.replace(/\/+$/, "");
}
