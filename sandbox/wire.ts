/** What the routes of the sandbox exchange and the sandbox channel share. */

import * as z from "zod/mini";
import { RetryableError, TerminalError } from "../core/foundation/domain/errors.ts";
import { CONTRACT } from "../core/foundation/domain/limits.ts";
import { problem } from "../core/foundation/domain/problem.ts";
import { SIGNATURE_HEADER, verifySignature } from "../core/foundation/domain/request-signature.ts";
import type { Answer } from "../core/foundation/services/deps.ts";
import type { RawRequest } from "../lambdas/http/define-route.ts";
import type { Position } from "./store.ts";

export interface SignedDeps {
  /** Every secret that a caller may sign with. */
  secrets: readonly string[];
  /** Milliseconds since 1970. */
  clock: () => number;
}

/** Verifies a signature over `path`: the part after the base URL, as deployed. */
export function signedFor(path: string) {
  return ({ secrets, clock }: SignedDeps, { method, headers, bytes }: RawRequest): void => {
    const header = headers[SIGNATURE_HEADER.toLowerCase()];
    const verdict = verifySignature(secrets, Math.floor(clock() / 1000), header, { method, path, body: bytes });
    if (verdict !== "valid") throw new TerminalError("unauthenticated", `The request's signature is ${verdict}.`);
  };
}

/** Of a call: the same for every send. */
export const key = z
  .string()
  .check(z.regex(/^[\x21-\x7e]{1,255}$/, `must have 1 to ${CONTRACT.idempotencyKeyMaxChars} visible ASCII characters`));

/** Every answer that is none about the thing that was asked for. */
export function oddAnswer(
  kind: "key-reused" | "captured" | "failed" | "too-late" | "never-answered",
  { path, requestId }: RawRequest,
  silent: "exchange-silent" | "channel-silent",
): Answer {
  const request = { instance: path, requestId };
  switch (kind) {
    case "key-reused":
      throw new TerminalError("idempotency-key-reused", "The key or id stands for something else.");
    case "too-late":
      throw new RetryableError("overloaded", "The call can no longer take effect in time, and never will.", 1000);
    case "captured":
    case "failed":
      // Answers and not errors: they are what the magic values ask for, so they ring no alarm.
      return { httpStatus: 500, body: problem({ code: "internal" }, "This call fails, without effect.", request) };
    case "never-answered":
      return { httpStatus: 504, body: problem({ code: silent }, "This call gets no answer.", request) };
  }
}

const EFFECTS_DEFAULT_ITEMS = 100;
const EFFECTS_MAX_ITEMS = 1000;

const limit = z.pipe(
  z.pipe(z.string().check(z.regex(/^\d{1,4}$/, "must be a whole number")), z.transform(Number)),
  z.int().check(z.gte(1), z.lte(EFFECTS_MAX_ITEMS)),
);

/** Of the lists that tests count. */
export const effectsQuery = z.strictObject({
  limit: z._default(limit, EFFECTS_DEFAULT_ITEMS),
  cursor: z.optional(z.string().check(z.maxLength(1024))),
});

/** Statements are answers like others, and callers read 64 KB of one. */
const STATEMENT_ITEMS = 50;

/** For a caller who has forgotten: what took effect since a moment. */
export const statementBody = z.strictObject({
  since: z.iso.datetime(),
  cursor: z.optional(z.string().check(z.maxLength(1024))),
});

/** One page of it, out of a list that has the newest first. `form`: of the keys of this list. */
export async function statementOf<Row extends { effectAt: number }>(
  { since, cursor }: z.output<typeof statementBody>,
  nowMs: number,
  form: RegExp,
  list: (nowMs: number, limit: number, after?: Position) => Promise<{ rows: Row[]; next?: Position }>,
): Promise<{ rows: Row[]; nextCursor: string | null }> {
  const page = await list(nowMs, STATEMENT_ITEMS, positionOf(cursor, nowMs, form));
  const rows = page.rows.filter(({ effectAt }) => effectAt >= Date.parse(since));
  return { rows, nextCursor: rows.length < page.rows.length ? null : cursorOf(page.next) };
}

const POSITION = z.tuple([z.int().check(z.gte(0)), z.string()]);

export function cursorOf(next: Position | undefined): string | null {
  return next ? Buffer.from(JSON.stringify([next.effectAt, next.pk])).toString("base64url") : null;
}

/** A position in the future is none of this list's, and the database would refuse it. `form`: of the keys of this list. */
export function positionOf(cursor: string | undefined, nowMs: number, form: RegExp): Position | undefined {
  if (cursor === undefined) return undefined;
  try {
    const [effectAt, pk] = POSITION.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
    if (effectAt <= nowMs && form.test(pk)) return { effectAt, pk };
  } catch {
    // Not the text of a position: refused below.
  }
  throw new TerminalError("cursor-invalid", "The cursor was not made by this list.");
}
