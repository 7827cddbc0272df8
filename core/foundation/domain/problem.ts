import type { FieldError, Problem } from "../../../contract/answers/problem.ts";
import { type Again, ERRORS, type ErrorCode, type Refused, type Wait } from "./errors.ts";

/** The request that is refused. */
export interface RefusedRequest {
  instance: string;
  requestId: string;
}

export function problem(
  refused: Refused,
  detail: string,
  { instance, requestId }: RefusedRequest,
  more: { errors?: FieldError[] | undefined; extensions?: Record<string, string> | undefined; isSoon?: boolean } = {},
): Problem {
  const { code } = refused;
  const { status, title } = ERRORS[code];
  const wait = waitOf(refused);
  return {
    ...more.extensions,
    type: `/errors/${code}`,
    title,
    status,
    detail: withNext(code, detail),
    instance,
    code,
    retryable: more.isSoon ?? isRetryable(code),
    ...(wait ? { waitFor: wait.waitFor } : {}),
    requestId,
    ...(more.errors?.length ? { errors: more.errors } : {}),
  };
}

/** What went wrong as a sentence, and the row's word on what to do. */
export function withNext(code: ErrorCode, detail: string): string {
  const sentence = detail.replace(/^[a-z](?=[a-z']* )/, (first) => first.toUpperCase()).replace(/[^.!?]$/, "$&.");
  return `${sentence} ${ERRORS[code].next}`;
}

function isRetryable(code: ErrorCode): boolean {
  return ERRORS[code].again === "soon";
}

/** What has to come first; `undefined` for what is final, and for what only takes another try. */
export function waitOf(refused: Refused): Wait | undefined {
  return "wait" in refused ? refused.wait : waitOfRow(refused.code);
}

/** Several refusals stand in the way of one request: it waits for the last of them, and one that is final makes it final. */
export function waitForAll<C extends ErrorCode>(codes: readonly C[]): WaitOfRow<C> | undefined {
  const waits = codes.map(waitOfRow);
  const forPerson = waits.find((wait) => wait?.waitFor === "review");
  return waits.includes(undefined) ? undefined : (forPerson ?? waits[0]);
}

type WaitOfRow<C extends ErrorCode> = Extract<(typeof ERRORS)[C]["again"], Wait>;

function waitOfRow<C extends ErrorCode>(code: C): WaitOfRow<C> | undefined {
  const again: Again = ERRORS[code].again;
  return typeof again === "object" && "waitFor" in again ? (again as WaitOfRow<C>) : undefined;
}
