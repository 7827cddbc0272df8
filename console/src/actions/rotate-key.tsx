import { useId, useState } from "preact/hooks";
import type { ApiKeyView } from "../../../contract/answers/access.ts";
import { pathTo } from "../router/route.ts";
import { Dialog } from "../ui/dialog.tsx";
import { ProblemNote } from "../ui/notes.tsx";
import { Time } from "../ui/values.tsx";
import { useAction } from "./use-action.ts";

const GRACES = [
  ["0", "not at all"],
  ["3600", "for an hour"],
  ["86400", "for a day"],
  ["604800", "for a week"],
] as const;

/** The new key is shown once, here: it leaves the page with the dialog. */
type Rotated = Pick<ApiKeyView, "previousValidUntil"> & { key: string };

export function RotateKey({ keyId, reload }: { keyId: string; reload(): void }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Rotate
      </button>
      {isOpen && (
        <RotateDialog
          keyId={keyId}
          onClose={() => {
            setOpen(false);
            reload();
          }}
        />
      )}
    </>
  );
}

function RotateDialog({ keyId, onClose }: { keyId: string; onClose(): void }) {
  const { progress, send } = useAction();
  const [grace, setGrace] = useState("86400");
  const field = useId();
  if (progress.kind === "done") return <Shown rotated={progress.answer as Rotated} onClose={onClose} />;
  const isUnknown = progress.kind === "unknown";
  const isSending = progress.kind === "sending";
  return (
    <Dialog title="Rotate" isBusy={isSending} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send(`/v1${pathTo("api-keys", keyId, "rotate")}`, { graceSeconds: Number(grace) });
        }}
      >
        <p>
          The key <span class="id">{keyId}</span> gets another secret, which is shown here once. If it is the key that
          this console was unlocked with, unlock it with the new one next time.
        </p>
        <fieldset class="draft" disabled={isSending || isUnknown}>
          <p>
            <label for={field}>The secret that it has now goes on working</label>
            <select id={field} value={grace} onChange={(event) => setGrace(event.currentTarget.value)}>
              {GRACES.map(([seconds, text]) => (
                <option key={seconds} value={seconds}>
                  {text}
                </option>
              ))}
            </select>
          </p>
        </fieldset>
        {(progress.kind === "refused" || progress.kind === "unknown") && <ProblemNote error={progress.error} />}
        <div class="actions">
          <button type="button" onClick={onClose} disabled={isSending}>
            Cancel
          </button>
          <button type="submit" class="main" disabled={isSending}>
            {isSending ? "Sending …" : isUnknown ? "Try again" : "Rotate"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function Shown({ rotated: { key, previousValidUntil }, onClose }: { rotated: Rotated; onClose(): void }) {
  return (
    <Dialog title="The new key" onClose={onClose}>
      <p role="status">Copy it now: it is not shown again.</p>
      <p>
        <code class="text">{key}</code>
      </p>
      <p class="quiet">
        The one before it works until <Time at={previousValidUntil} /> UTC.
      </p>
      <div class="actions">
        <button type="button" class="main" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
