const GROUPED = new Intl.NumberFormat("en");

/** `1,234` */
export function countText(count: number): string {
  return GROUPED.format(count);
}
