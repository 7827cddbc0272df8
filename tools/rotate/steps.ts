import { randomInt } from "node:crypto";
import { InvariantError } from "../../core/foundation/domain/errors.ts";
import {
  readVersions,
  type SecretVersions,
  VERSIONS_MAX,
  writeVersions,
} from "../../core/foundation/domain/secret-versions.ts";
import type { ResealPlace } from "../../core/foundation/store/reseal-store.ts";
import { isOf } from "../../lambdas/rotation/reseal.ts";
import { LocalError } from "../../local/local-error.ts";

/** What Secrets Manager has of a secret. */
export interface Kept {
  text: string;
  changedAt: number;
}

export interface Moment {
  nowMs: number;
  /** So long after a change everybody knows it: `limits.secretSettledMs` of the deployment. */
  settledMs: number;
}

const CHARACTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const VERSION_CHARS = 64;

/** One version more, that everybody reads by and nobody writes with yet. Returns the secret's new text. */
export function withNewVersion(before: Kept, moment: Moment): string {
  const kept = versionsOf(before.text);
  const newest = newestOf(kept);
  if (newest !== kept.active)
    throw new LocalError(`Version ${newest} was added before and is not used yet: the next step is "use".`);
  if (kept.versions.size === VERSIONS_MAX)
    throw new LocalError(`There are ${VERSIONS_MAX} versions, which is as many as may be.`);
  // Of three peppers in a row, two at most may hash what is new at one moment. Before the first there is none.
  if (newest > 1) assertSettled(before, moment, `somebody may still write with an older version than ${newest}`);
  const secret = Array.from({ length: VERSION_CHARS }, () => CHARACTERS[randomInt(CHARACTERS.length)]).join("");
  return writeVersions({ ...kept, versions: new Map([...kept.versions, [newest + 1, secret]]) });
}

/** The newest version writes from now on; all know it by now. */
export function withNewestActive(kept: Kept, moment: Moment): string {
  const known = versionsOf(kept.text);
  const newest = newestOf(known);
  if (newest === known.active) throw new LocalError(`Version ${newest} is the newest and is used already.`);
  assertSettled(kept, moment, `version ${newest} is not known to every function yet`);
  return writeVersions({ ...known, active: newest });
}

/** Whether all that is sealed may be sealed anew: nobody writes with an older version any more. */
export function assertMayReseal(kept: Kept, moment: Moment): void {
  assertSettled(kept, moment, "functions may still seal with an older version");
}

/** How far tables can be restored: rows from before `reseal` come back with it, sealed as they were. */
const RESTORABLE_MS = 35 * 24 * 60 * 60_000;

/** Without the versions that nothing is sealed with any more. `now`: though a restore may bring back what needs them. */
export function withoutOldVersions(
  { text, changedAt }: Kept,
  place: ResealPlace | undefined,
  { nowMs, now = false }: { nowMs: number; now?: boolean },
): string {
  const kept = versionsOf(text);
  const { active } = kept;
  const stay = [...kept.versions].filter(([number]) => number >= active);
  if (stay.length === kept.versions.size) throw new LocalError(`There is no version older than ${active}.`);
  if (!isOf(place, active, changedAt) || place.table !== "done")
    throw new LocalError(`Not everything is sealed with version ${active} yet: the next step is "reseal".`);
  // Nothing moves the place after its end.
  const at = place.updatedAt + RESTORABLE_MS;
  if (!now && nowMs < at)
    throw new LocalError(
      `Too early: until ${new Date(at).toISOString()} a restore may bring back rows that need the old version. If it has to go at once, keep its value (docs/operating.md) and give --now.`,
    );
  return writeVersions({ active, versions: new Map(stay) });
}

export function versionsOf(text: string): SecretVersions {
  try {
    return readVersions(text);
  } catch (error) {
    if (error instanceof InvariantError) throw new LocalError(`The secret was changed by hand: ${error.message}.`);
    throw error;
  }
}

const newestOf = ({ versions }: SecretVersions): number => Math.max(...versions.keys());

function assertSettled({ changedAt }: Kept, { nowMs, settledMs }: Moment, why: string): void {
  const at = changedAt + settledMs;
  if (nowMs >= at) return;
  const minutes = Math.ceil((at - nowMs) / 60_000);
  throw new LocalError(`Too early: ${why}. Again in ${minutes} min, at ${new Date(at).toISOString()}.`);
}
