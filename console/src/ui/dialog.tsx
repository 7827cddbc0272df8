import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

/** In front of the page until it is closed: Escape does, and its own buttons. The browser keeps the focus in it. */
export function Dialog({ title, onClose, children }: { title: string; onClose(): void; children: ComponentChildren }) {
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    element.current?.showModal();
  }, []);
  return (
    <dialog ref={element} aria-labelledby={heading} onClose={onClose}>
      <h2 id={heading}>{title}</h2>
      {children}
    </dialog>
  );
}
