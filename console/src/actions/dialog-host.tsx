import { type ComponentChildren, createContext } from "preact";
import { useCallback, useContext, useMemo, useState } from "preact/hooks";
import { ActionDialog, type ActionDialogProps } from "./action-dialog.tsx";

type Shown = Omit<ActionDialogProps, "isGone">;

export interface DialogHost {
  /** Opens the dialog of whoever asks, or brings it up to date. */
  show(owner: object, dialog: Shown): void;
  /** What it is about is not on the page any more: the dialog stays, and says so. */
  leave(owner: object): void;
  close(owner: object): void;
}

const Context = createContext<DialogHost | undefined>(undefined);

/** A dialog belongs to the page, not to the row that it was opened in: a row may leave its list before an answer has come. */
export function DialogHostProvider({ children }: { children: ComponentChildren }) {
  const [open, setOpen] = useState<{ owner: object; dialog: Shown; isGone: boolean } | undefined>();
  const show = useCallback((owner: object, dialog: Shown) => setOpen({ owner, dialog, isGone: false }), []);
  const leave = useCallback(
    (owner: object) => setOpen((before) => (before?.owner === owner ? { ...before, isGone: true } : before)),
    [],
  );
  const close = useCallback((owner: object) => setOpen((before) => (before?.owner === owner ? undefined : before)), []);
  const host = useMemo(() => ({ show, leave, close }), [show, leave, close]);
  return (
    <Context.Provider value={host}>
      {children}
      {open && <ActionDialog {...open.dialog} isGone={open.isGone} />}
    </Context.Provider>
  );
}

export function useDialogHost(): DialogHost {
  const host = useContext(Context);
  if (host === undefined) throw new Error("outside of a page");
  return host;
}
