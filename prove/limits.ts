import type { Limits } from "../core/foundation/domain/limits.ts";

export type LimitsChange = {
  [Name in keyof Limits]?: Limits[Name] extends object ? Partial<Limits[Name]> : Limits[Name];
};

/** Other numbers here and there; of a group those that are not named stay. */
export function changed(limits: Limits, change: LimitsChange): Limits {
  const groups = Object.entries(change).map(([name, value]) => {
    const group = limits[name as keyof Limits];
    return [name, typeof group === "object" && typeof value === "object" ? { ...group, ...value } : value];
  });
  return { ...limits, ...Object.fromEntries(groups) };
}
