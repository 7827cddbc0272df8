/**
 * Mutants that no world sees, with the reason why. `npm run prove -- --mutants` fails for one that is not here, and for one
 * that is here and was seen.
 */
export const SURVIVORS: Readonly<Record<string, string>> = {};
