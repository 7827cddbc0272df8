import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Of a file in `docs/releases/`: which states that release knows. */
export interface Released {
  aggregates: Readonly<Record<string, { states: readonly string[] }>>;
}

const FOLDER = join(import.meta.dirname, "../docs/releases");

export function lastRelease(): Released {
  const versions = readdirSync(FOLDER).filter((name) => /^\d+\.\d+\.\d+\.json$/.test(name));
  const [last] = versions.sort((one, other) => other.localeCompare(one, "en", { numeric: true }));
  if (last === undefined) throw new Error("docs/releases has no release");
  return JSON.parse(readFileSync(join(FOLDER, last), "utf8")) as Released;
}

/** Where an aggregate's state stands: of each one that a release knows. */
export const PLACES: readonly { aggregate: string; key: RegExp; attribute: "state" | "status" | "loginStatus" }[] = [
  { aggregate: "Redemption", key: /^RDM#.* HEAD$/, attribute: "state" },
  { aggregate: "Account", key: /^ACC#.* HEAD$/, attribute: "status" },
  { aggregate: "Account's login", key: /^ACC#.* HEAD$/, attribute: "loginStatus" },
  { aggregate: "Payment", key: /^PAY#.* HEAD$/, attribute: "state" },
  { aggregate: "Refund", key: /^PAY#.* REFUND#/, attribute: "state" },
  { aggregate: "Saga", key: /^SAGA#.* HEAD$/, attribute: "state" },
  { aggregate: "Step of a saga", key: /^SAGA#.* STEP#/, attribute: "state" },
  { aggregate: "Merchant", key: /^TENANT#.* HEAD$/, attribute: "status" },
  { aggregate: "Offer", key: /^OFFER#.* HEAD$/, attribute: "status" },
  { aggregate: "Campaign", key: /^CAMPAIGN#.* HEAD$/, attribute: "status" },
  { aggregate: "Order", key: /^ORDER#.* HEAD$/, attribute: "state" },
  { aggregate: "Withdrawal", key: /^WD#.* HEAD$/, attribute: "state" },
  { aggregate: "Notification", key: /^NTF#.* HEAD$/, attribute: "state" },
  { aggregate: "Webhook endpoint", key: /^ENDPOINT#.* (LIVE|ENDED)#/, attribute: "status" },
  { aggregate: "Webhook delivery", key: /^DLV#.* HEAD$/, attribute: "state" },
];

type Document = Record<string, unknown>;

/**
 * Answers of DynamoDB as instances of a release read them: a state that came after it has a name there that no code knows, so
 * that today's code does with the row what that release's would.
 */
export function readBy({ aggregates }: Released): (answer: unknown) => unknown {
  const foreign = (row: Document): Document => {
    const key = `${plain(row.pk)} ${plain(row.sk)}`;
    const later = PLACES.filter((place) => place.key.test(key)).flatMap(({ aggregate, attribute }) => {
      const state = plain(row[attribute]);
      if (state === undefined || aggregates[aggregate]?.states.includes(state)) return [];
      const name = `${state} of a later release`;
      return [[attribute, typeof row[attribute] === "string" ? name : { S: name }]];
    });
    return later.length === 0 ? row : { ...row, ...Object.fromEntries(later) };
  };
  const read = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(read);
    if (typeof value !== "object" || value === null || value instanceof Uint8Array || value instanceof Set)
      return value;
    if ("pk" in value && "sk" in value) return foreign(value as Document);
    if (value instanceof Error) return Object.assign(value, read({ ...value }));
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, read(each)]));
  };
  return read;
}

/** Of a refusal the rows are as they stand on the wire. */
function plain(value: unknown): string | undefined {
  return typeof value === "string" ? value : (value as { S?: string } | undefined)?.S;
}
