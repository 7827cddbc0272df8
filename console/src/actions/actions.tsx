import { useEffect, useMemo, useState } from "preact/hooks";
import type { Action } from "../domain/actions/action.ts";
import { useDialogHost } from "./dialog-host.tsx";

export interface ActionsProps {
  actions: readonly Action[];
  /** Of the thing that they change. */
  status: string;
  /** Whose money it is. */
  merchantId?: string | undefined;
  /** Reads the thing again. */
  reload(): void;
}

/** A button for each thing that can be done now. */
export function Actions({ actions, status, merchantId, reload }: ActionsProps) {
  const [chosen, choose] = useState<Action | undefined>();
  const host = useDialogHost();
  const owner = useMemo(() => ({}), []);
  const isStillOffered = actions.some(({ title, path }) => title === chosen?.title && path === chosen.path);
  // Not on `reload`: it is another function each time, and always does the same.
  useEffect(() => {
    // Closed here once more: an effect of the rendering before may still come after a click, and would open it again.
    if (chosen === undefined) return host.close(owner);
    const onClose = () => {
      choose(undefined);
      host.close(owner);
    };
    host.show(owner, { action: chosen, status, merchantId, isStillOffered, onChange: reload, onClose });
  }, [host, owner, chosen, status, merchantId, isStillOffered]);
  useEffect(() => () => host.leave(owner), [host, owner]);
  return (
    <>
      {actions.map((action) => (
        <button key={action.title} type="button" onClick={() => choose(action)}>
          {action.title}
        </button>
      ))}
    </>
  );
}
