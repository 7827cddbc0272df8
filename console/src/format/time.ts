/** `2026-11-27 06:33:10`, in UTC; the page says once that it is. */
export function utcText(iso: string): string {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? iso : new Date(at).toISOString().slice(0, 19).replace("T", " ");
}

const TYPED = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d)?))?$/;

/** A day or a time that was typed without a zone is UTC, as all times here; whatever else was typed is the API's to judge. */
export function momentOf(typed: string): string {
  const [, day, time = "00:00"] = TYPED.exec(typed) ?? [];
  return day === undefined ? typed : `${day}T${time.length === 5 ? `${time}:00` : time}Z`;
}

/** For the hover: where the operator sits. */
export function localText(iso: string): string {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return iso;
  return new Date(at).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "long" });
}

const UNITS = [
  [86_400_000, "d"],
  [3_600_000, "h"],
  [60_000, "min"],
  [1000, "s"],
] as const;

/** How long it lasts, in its largest unit: `3 h`. */
export function spanText(ms: number): string {
  const length = Math.max(0, ms);
  const [size, unit] = UNITS.find(([each]) => length >= each) ?? [1000, "s"];
  return `${Math.floor(length / size)} ${unit}`;
}

export function ageText(iso: string, nowMs: number): string {
  return spanText(nowMs - Date.parse(iso));
}
