/**
 * What the system calls it: `ENOENT`.
 * @param {unknown} error
 * @returns {string | undefined}
 */
export function codeOf(error) {
  const isOne = typeof error === "object" && error !== null && "code" in error && typeof error.code === "string";
  return isOne ? /** @type {{ code: string }} */ (error).code : undefined;
}

/** @param {unknown} error */
export function messageOf(error) {
  const isOne = typeof error === "object" && error !== null && "message" in error;
  return String(isOne ? error.message : error);
}

/**
 * What is behind a failed fetch.
 * @param {unknown} error
 * @returns {unknown}
 */
export function rootOf(error) {
  const cause = typeof error === "object" && error !== null && "cause" in error ? error.cause : undefined;
  return typeof cause === "object" && cause !== null ? rootOf(cause) : error;
}
