import { useState } from "preact/hooks";
import type { Action } from "../domain/actions/action.ts";
import { ActionDialog } from "./action-dialog.tsx";

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
  return (
    <>
      {actions.map((action) => (
        <button key={action.title} type="button" onClick={() => choose(action)}>
          {action.title}
        </button>
      ))}
      {chosen && (
        <ActionDialog
          action={chosen}
          status={status}
          merchantId={merchantId}
          isStillOffered={actions.some(({ title, path }) => title === chosen.title && path === chosen.path)}
          onChange={reload}
          onClose={() => choose(undefined)}
        />
      )}
    </>
  );
}
