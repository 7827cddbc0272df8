/**
 * What a call asks of time and chance. Tests hand in their own.
 * @type {import("../index.js").Clock}
 */
export const CLOCK = { now: () => Date.now(), sleep, random: () => Math.random() };

/**
 * @param {number} ms
 * @param {AbortSignal} [signal] ends it early, with its reason
 * @returns {Promise<void>}
 */
function sleep(ms, signal) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
