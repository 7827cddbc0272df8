interface Reason {
  why: string;
  mutants: readonly string[];
}

const REASONS: readonly Reason[] = [];

/**
 * Mutants that no world sees, with the reason why. `npm run prove -- --mutants` fails for one that is not here, and for one
 * that is here and was seen.
 */
export const SURVIVORS: Readonly<Record<string, string>> = Object.fromEntries(
  REASONS.flatMap(({ why, mutants }) => mutants.map((title) => [title, why])),
);

/** Writes that no world makes, with the reason why. */
export const NEVER_MADE: Readonly<Record<string, string>> = {
  revokeApiKey: "an owner's command line does it, and no function; what it opens and closes is tested over HTTP",
  "redemption.ended":
    "the repair of a lease whose redemption has ended: that is what I11 excludes in every world, so that nothing is left to repair",
};
