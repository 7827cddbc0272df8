import { readSeenVersions } from "../../core/foundation/store/seen-versions-store.ts";
import type { Tables } from "../../core/foundation/store/table.ts";
import { LocalError } from "../../local/local-error.ts";
import { type SecretName, withNew } from "../rotate/seen-versions.ts";
import { versionsOf } from "../rotate/steps.ts";

/**
 * Refuses a secret that is not the one of the table's rows, which says of each version that was ever seen what it hashes to. Writes
 * nothing. Returns those of which nothing was ever seen, so that there is nothing to compare them with.
 */
export async function requireSeenSecrets(
  tables: Tables,
  texts: Readonly<Record<SecretName, string>>,
): Promise<SecretName[]> {
  const unseen: SecretName[] = [];
  for (const [name, text] of Object.entries(texts) as [SecretName, string][]) {
    const seen = await readSeenVersions(tables, name);
    if (seen) named(name, () => withNew(name, seen, versionsOf(text)));
    else unseen.push(name);
  }
  return unseen;
}

function named(name: SecretName, compare: () => unknown): void {
  try {
    compare();
  } catch (error) {
    if (!(error instanceof LocalError)) throw error;
    throw new LocalError(`restored.beside.secrets.${name} in stages.json is not this table's secret. ${error.message}`);
  }
}
