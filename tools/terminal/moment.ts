const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.0+)?Z$/;

/** `2026-11-27T19:00:00Z` in milliseconds since 1970. Recoveries are to the second, so a moment is whole seconds; else `undefined`. */
export function momentOf(text: string): number | undefined {
  const ms = MOMENT.test(text) ? Date.parse(text) : Number.NaN;
  // The 30th of February is read as the 2nd of March.
  const isDay = !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 19) === text.slice(0, 19);
  return isDay ? ms : undefined;
}
