import { createHash } from "node:crypto";

/**
 * Our ids as Alipay's merchant numbers: those take letters, digits and underscores only, and a tenant's name may have
 * hyphens. Tenants have no underscores, so `pay_my-shop_01J...` is `pay_my_shop_01J...` there, and the way back is clear.
 */
export function numberOf(id: string): string {
  return id.replaceAll("-", "_");
}

const NUMBER = /^([a-z]{3})_([a-z0-9][a-z0-9_]{0,31})_([0-9A-HJKMNP-TV-Z]{26})$/;

/** `undefined`: none of our numbers. */
export function idOf(number: string): string | undefined {
  const [, prefix, tenant, unique] = NUMBER.exec(number) ?? [];
  return tenant === undefined ? undefined : `${prefix}_${tenant.replaceAll("_", "-")}_${unique}`;
}

const REQUEST_MAX_CHARS = 64;

/** A refund's number there: never read back, so what does not fit is told by its hash. */
export function requestNumberOf(refundId: string): string {
  const number = refundId.replace(/\W/g, "_");
  return number.length <= REQUEST_MAX_CHARS ? number : createHash("sha256").update(refundId).digest("hex");
}
