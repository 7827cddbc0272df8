/** In the place of `node:crypto`, which some files of rules name beside the tables that the console reads. Nothing here hashes. */
export function createHash(): never {
  throw new Error("the console makes no hashes");
}
export const createHmac = createHash;
export const timingSafeEqual = createHash;
