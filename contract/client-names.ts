/** What an operation is called in a client: `tender.<resource>.<method>`, by rule. */
export interface ClientName {
  resource: string;
  method: string;
}

/** The sandbox's doubles, what vendors tell, the pages of a browser. */
const OTHERS = /^\/(_sandbox|v1\/webhooks|console)(\/|$)/;

const WORD = /[A-Z]?[a-z]+/g;

/**
 * `/v1/payments/{id}/timeline`, `getPaymentTimeline` -> `payments.getTimeline`: the resource is the path's first name, the method
 * is the operation's without what the resource has said. `undefined`: nothing that a merchant or an operator calls.
 */
export function clientNameOf(path: string, operationId: string): ClientName | undefined {
  const [first = "", second = ""] = path.split("/").slice(1);
  if (OTHERS.test(path)) return undefined;
  const name = first === "v1" ? second : first;
  const said = new Set(name.split("-").map(singular));
  const [verb = "", ...words] = operationId.match(WORD) ?? [];
  // `lookUp` is one verb; `getOwnMerchant` is at `/v1/merchant`, where there is no other.
  const rest = words.filter((word) => !said.has(singular(word.toLowerCase())) && word !== "Own");
  return { resource: camel(name), method: verb + rest.join("") };
}

function singular(word: string): string {
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (word.endsWith("ches")) return word.slice(0, -2);
  return word.endsWith("s") ? word.slice(0, -1) : word;
}

function camel(name: string): string {
  return name.replace(/-([a-z])/g, (_all, letter: string) => letter.toUpperCase());
}
