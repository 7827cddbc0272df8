import type { ComponentChildren } from "preact";
import { type ApiError, inWords } from "../api/problem.ts";

/** A refusal as the API wrote it, what to do next, and what to quote when one asks about it. */
export function ProblemNote({ error, onRetry }: { error: ApiError; onRetry?: (() => void) | undefined }) {
  const { title, detail } = inWords(error);
  const { problem, requestId, retryAfterSeconds } = error;
  return (
    <div class="note bad" role="alert">
      <strong>{title}</strong>
      <p>{detail}</p>
      {problem?.errors && (
        <ul>
          {problem.errors.map(({ pointer, detail: what }) => (
            <li key={`${pointer} ${what}`}>
              <code>{pointer}</code> {what}
            </li>
          ))}
        </ul>
      )}
      {problem?.waitFor && <p>It waits for: {problem.waitFor}.</p>}
      <p class="quiet">
        {problem && <code>{problem.code}</code>} {requestId && <>request {requestId}</>}
      </p>
      {onRetry && error.mayRetry && (
        <button type="button" onClick={onRetry}>
          Try again{retryAfterSeconds ? ` (after ${retryAfterSeconds} s)` : ""}
        </button>
      )}
    </div>
  );
}

/** Nothing is there, which is an answer: what it means, and what one does now. */
export function EmptyNote({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="note empty">
      <strong>{title}</strong>
      {children && <p>{children}</p>}
    </div>
  );
}

/** Grey lines in the place of what comes. */
export function Skeleton({ lines = 6 }: { lines?: number }) {
  return (
    <div class="skeleton" role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, line) => (
        <i key={line} />
      ))}
    </div>
  );
}
