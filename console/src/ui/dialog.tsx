import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

export interface DialogProps {
  title: string;
  /** Something was sent and is not answered: whoever closes it now would not see the answer, such as a key shown once. */
  isBusy?: boolean;
  onClose(): void;
  children: ComponentChildren;
}

/** In front of the page until it is closed: Escape does, and its own buttons. The browser keeps the focus in it. */
export function Dialog({ title, isBusy = false, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    element.current?.showModal();
  }, []);
  return (
    <dialog
      ref={element}
      aria-labelledby={heading}
      onCancel={(event) => {
        if (isBusy) event.preventDefault();
      }}
      // A browser lets itself be asked once to stay, and closes it all the same at the second Escape.
      onClose={() => (isBusy ? element.current?.showModal() : onClose())}
    >
      <h2 id={heading}>{title}</h2>
      {children}
    </dialog>
  );
}
