import { asSeen } from "./expression.ts";
import { seenVersionsKey } from "./keys.ts";
import type { Tables, Write } from "./table.ts";
import { update } from "./write.ts";

/** Of each version of a secret that was ever seen, by its number: the SHA-256, which says nothing of a random value. */
export type SeenVersions = Readonly<Record<string, string>>;

export async function readSeenVersions(tables: Tables, secret: string): Promise<SeenVersions | undefined> {
  return (await tables.get("main", seenVersionsKey(secret)))?.hashes as SeenVersions | undefined;
}

/** Of two who have seen something new, one writes it. */
export function writeSeenVersions(
  secret: string,
  seen: SeenVersions | undefined,
  hashes: SeenVersions,
): Write & { kind: "update" } {
  const only = { versionsAsSeen: asSeen("hashes", seen) };
  return update("secret.see", seenVersionsKey(secret), { set: { hashes }, only });
}
