/** Forms whose signature covers their parameters: sorted by name, `name=value` joined by `&`, values not encoded. */

/** Vendors send about 40. Anybody may send a form, and it is read, sorted and joined before a signature can be looked at. */
export const PARAMETERS_MAX = 200;

/** `undefined` for what is not one form: bytes that are no text, a broken escape, a name without value or twice, too many. */
export function formOf(body: Uint8Array): Map<string, string> | undefined {
  const form = new Map<string, string>();
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
    const pairs = text.split("&", PARAMETERS_MAX + 1);
    if (pairs.length > PARAMETERS_MAX) return undefined;
    for (const pair of pairs) {
      const [name, value, ...rest] = pair.split("=").map(decoded);
      if (name === undefined || name === "" || value === undefined || rest.length > 0 || form.has(name))
        return undefined;
      form.set(name, value);
    }
  } catch {
    return undefined;
  }
  return form;
}

function decoded(text: string): string {
  return decodeURIComponent(text.replaceAll("+", " "));
}

/** The text under the signature. Names are compared as bytes, as both vendors sort them. */
export function signingText(
  form: Iterable<[string, string]>,
  without: (name: string, value: string) => boolean,
): string {
  return [...form]
    .filter(([name, value]) => !without(name, value))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

/** Without the characters that part a signed text, so that no description can pose as parameters. At most `maxChars`. */
export function plainText(text: string, maxChars: number): string {
  const plain = text.replace(/[\p{C}/=&?#%+]+/gu, " ").trim();
  return [...plain].slice(0, maxChars).join("").trim();
}
