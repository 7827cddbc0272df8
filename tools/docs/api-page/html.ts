/** Markup as text: what comes from the contract is escaped, and its `code` in backquotes set as code. */

const NAMED: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => NAMED[character] ?? character);
}

export function prose(text: string): string {
  return escaped(text).replace(/`([^`]+)`/g, "<code>$1</code>");
}

export function code(text: string): string {
  return `<code>${escaped(text)}</code>`;
}

export function pre(text: string): string {
  return `<pre><code>${escaped(text)}</code></pre>`;
}

/** The name of a place in the page. */
export function anchor(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}
