import { Ended, EXIT } from "./exit.js";

/**
 * A call that takes effect. Its key is known before it, so that whoever stops it can be told how to go on.
 * @template T
 * @param {import("./command.js").Context} context
 * @param {(options: import("../index.js").WriteOptions) => Promise<T>} call
 * @returns {Promise<T>}
 */
export async function writing({ values, io: { signal } }, call) {
  const idempotencyKey = values["idempotency-key"] ?? crypto.randomUUID();
  try {
    return await call({ idempotencyKey, signal });
  } catch (error) {
    if (error !== signal.reason || !signal.aborted) throw error;
    throw new Ended(
      EXIT.pending,
      "Stopped. Whether it took effect is not known: the same command says so with" +
        `\n  --idempotency-key ${idempotencyKey}`,
    );
  }
}
