import { ERRORS, type ErrorCode, type FieldError } from "./errors.ts";

/** RFC 9457. The only shape of a refusal that leaves Tender. */
export interface Problem {
  /** `/errors/<code>`, described in `docs/errors.md`. */
  type: string;
  title: string;
  status: number;
  /** What went wrong this time. Never repeats what the caller sent. */
  detail: string;
  /** The path of the request, so that a stored refusal replays byte for byte. */
  instance: string;
  code: ErrorCode;
  retryable: boolean;
  errors?: FieldError[];
}

export function problem(
  code: ErrorCode,
  detail: string,
  about: {
    instance: string;
    errors?: FieldError[] | undefined;
    retryable?: boolean;
    extensions?: Record<string, string>;
  },
): Problem {
  const { status, title, retryable } = ERRORS[code];
  const document: Problem = {
    ...about.extensions,
    type: `/errors/${code}`,
    title,
    status,
    detail,
    instance: about.instance,
    code,
    retryable: about.retryable ?? retryable,
  };
  return about.errors?.length ? { ...document, errors: about.errors } : document;
}
