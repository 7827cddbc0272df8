import { useEffect } from "preact/hooks";
import { nextRow, strokeOf } from "./keyboard.ts";

/** `j` and `k` move the focus from row to row; Enter follows it, as it does any link. */
export function useKeyboard({ search, help }: { search(): void; help(): void }): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const isTyping =
        document.querySelector("dialog[open]") !== null ||
        (event.target instanceof Element && event.target.closest("input, textarea, select") !== null);
      const stroke = strokeOf(event, isTyping);
      if (stroke === undefined) return;
      event.preventDefault();
      if (stroke === "search") search();
      else if (stroke === "help") help();
      else walk(stroke);
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [search, help]);
}

function walk(stroke: "next" | "previous"): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>("a.row-link")];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  links[nextRow(at, links.length, stroke)]?.focus();
}
