import { ulid } from "ulid";

/** Of 256 ids. */
const POOL_BYTES = 4096;

/**
 * ULIDs from random bytes that are asked for by the page. By itself the package asks the system for each of the 16 random letters,
 * which was two thirds of the time that accepting a redemption took beside its request. Each byte is used once.
 */
export function ulids(randomBytes: (count: number) => Uint8Array): (nowMs: number) => string {
  let pool: Uint8Array = new Uint8Array();
  let used = 0;
  const fraction = () => {
    if (used === pool.length) {
      pool = randomBytes(POOL_BYTES);
      used = 0;
    }
    return (pool[used++] ?? 0) / 256;
  };
  return (nowMs) => ulid(nowMs, fraction);
}
