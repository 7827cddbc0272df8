import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";

/** A page's heading, what one can do on it, and what is on it. */
export function Page({
  title,
  aside,
  children,
}: {
  title: string;
  aside?: ComponentChildren;
  children: ComponentChildren;
}) {
  useEffect(() => {
    document.title = `${title} · Tender`;
  }, [title]);
  return (
    <>
      <header class="page-head">
        <h1>{title}</h1>
        {aside && <div class="actions">{aside}</div>}
      </header>
      {children}
    </>
  );
}
