import { useEffect, useRef, useState } from "preact/hooks";
import { ApiError } from "../api/problem.ts";
import { useApp } from "../app-context.ts";
import { ProblemNote } from "../ui/notes.tsx";

/** Anybody may see this page. What is behind it is asked for with the key that is typed here. */
export function Unlock() {
  const { session, client } = useApp();
  const field = useRef<HTMLInputElement>(null);
  const [error, setError] = useState<ApiError | undefined>();
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    document.title = "Tender console";
    field.current?.focus();
  }, []);
  const unlock = async () => {
    const key = field.current?.value.trim() ?? "";
    if (key === "" || isBusy) return;
    // The field is the only place in the page that ever holds it.
    if (field.current) field.current.value = "";
    setBusy(true);
    setError(undefined);
    try {
      await client.tryKey(key);
      session.unlock(key);
    } catch (refusal) {
      setError(refusal instanceof ApiError ? refusal : new ApiError(String(refusal)));
      setBusy(false);
      field.current?.focus();
    }
  };
  return (
    <main class="unlock">
      <h1>Tender console</h1>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void unlock();
        }}
      >
        <label for="key">Operator's API key</label>
        <input id="key" ref={field} type="password" autocomplete="off" spellcheck={false} required />
        <button type="submit" class="main" disabled={isBusy}>
          {isBusy ? "Asking …" : "Open"}
        </button>
      </form>
      {error && <ProblemNote error={error} />}
      <p class="quiet">
        The key stays in this tab's memory. A reload, a quarter of an hour without a touch, or Lock forgets it.
      </p>
    </main>
  );
}
