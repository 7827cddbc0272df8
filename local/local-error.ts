/** Something the person at the terminal can mend: shown as one sentence without a stack, exit code 1. */
export class LocalError extends Error {
  override readonly name = "LocalError";
}
