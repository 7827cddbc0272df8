import type { Scope } from "../../core/access/domain/api-key.ts";
import type { AnswerName } from "../answers.ts";
import type { ErrorCode } from "../errors.ts";

export type TextType = "text/plain" | "text/html" | "text/csv" | "text/javascript" | "text/css";

/** `schema`: its shape, as JSON; `text`: it is text of this type instead, or of one of these (or JSON all the same); or it has no body. */
export type Answered = {
  /** What it tells its caller, in a sentence. */
  means: string;
} & ({ schema: AnswerName } | { text: TextType | readonly TextType[]; orJson?: AnswerName } | { hasNoBody: true });

/** The answer to what goes on in the background: where its caller reads how it ends. */
export interface Accepted {
  means: string;
  schema: AnswerName;
  /** A read of one resource: its only path parameter is the id. */
  readAt: `GET ${string}/{id}`;
  /** The answer's field that is the read's `{id}`. So a replay, which has the same body, leads to the same place. */
  id: string;
}

/** One route: what its callers are told of it, and who they may be. */
export interface RouteRow {
  /** What a client's method is called: verb and noun. */
  operationId: string;
  /** The group that it is documented in. */
  tag: string;
  summary: string;
  /** The deployed function that serves it: one per group of routes that share rights (`lib/functions/`). */
  function: string;
  /** Any one of these lets a key in; a key with `operator` may read every tenant's resources. `signature`: verified by the handler itself; `public`: anybody. */
  access: readonly Scope[] | "signature" | "public" | "any-key";
  /** Larger bodies for batches only; `raw`: the bytes as they came, in whatever form their sender gave them; `none`: what comes is not looked at. */
  body?: "batch" | "raw" | "none";
  /** A file: what comes with the request for it is not looked at. */
  isFile?: true;
  /** A POST that changes nothing: an `Idempotency-Key` sent here is ignored. */
  takesNoKey?: true;
  /** A POST that looks and changes nothing that counts: open to a merchant that is not ACTIVE, too. */
  openToInactive?: true;
  /** By HTTP status, where it is no problem. A 202 without its place to read does not compile. */
  answers: { 202?: Accepted } & { [status in 200 | 201 | 303 | 304 | 308 | 404]?: Answered };
  /** Codes of the refusals that are this route's own. */
  refusals?: readonly ErrorCode[];
}

/** Every POST, PUT and PATCH carries an `Idempotency-Key`, but those that change nothing or come from another server or a page. */
export function takesKey(key: string, { access, takesNoKey }: RouteRow): boolean {
  return /^(POST|PUT|PATCH) /.test(key) && !takesNoKey && access !== "signature" && access !== "public";
}

/** Whether a merchant that is not ACTIVE may call it: what only reads, it may. */
export function admitsInactive(key: string, { openToInactive }: RouteRow): boolean {
  return key.startsWith("GET ") || openToInactive === true;
}

/** An operator has a vendor asked, by a function of its own. */
export const LOOK_UP = {
  function: "look-up-api",
  body: "none",
  access: ["operator"],
  takesNoKey: true,
  openToInactive: true,
  refusals: ["look-up-too-soon"],
} as const satisfies Partial<RouteRow>;
