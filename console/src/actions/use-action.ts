import { useRef, useState } from "preact/hooks";
import { ApiError } from "../api/problem.ts";
import { useApp } from "../app-context.ts";
import { failedAs, type Progress } from "../domain/progress.ts";

/**
 * One change. Its Idempotency-Key is made with it, so that a second click, or a second try after a lost answer, is the same
 * request. A refusal has had no effect, and what is sent after it is another request, with another key.
 */
export function useAction(method: "POST" | "PUT" = "POST") {
  const { client, unique } = useApp();
  const [progress, setProgress] = useState<Progress>({ kind: "open" });
  const key = useRef<string>("");
  if (key.current === "") key.current = unique();
  const isSending = useRef(false);
  const isUnknown = useRef(false);
  const send = async (path: string, body: unknown): Promise<"done" | "refused" | "unknown" | "ignored"> => {
    // A state is known one rendering later: two clicks of the same moment both see the one before.
    if (isSending.current) return "ignored";
    isSending.current = true;
    setProgress({ kind: "sending" });
    try {
      const answer = await client.send(method, path, body, key.current);
      setProgress({ kind: "done", answer });
      return "done";
    } catch (thrown) {
      const error = thrown instanceof ApiError ? thrown : new ApiError(String(thrown));
      const kind = failedAs(error, isUnknown.current);
      isUnknown.current = kind === "unknown";
      if (kind === "refused" && !error.mayRetry) key.current = unique();
      setProgress({ kind, error });
      return kind;
    } finally {
      isSending.current = false;
    }
  };
  return { progress, send };
}
