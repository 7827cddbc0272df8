/** What a script learns of how it went. */
export const EXIT = /** @type {const} */ ({ done: 0, error: 1, refused: 2, pending: 3 });

/** @typedef {(typeof EXIT)[keyof typeof EXIT]} Exit */

export const EXIT_CODES = [
  ["0", "done"],
  ["1", "error: a mistake in the command, a file, or nobody who answers"],
  ["2", "refused, for good: the same command comes to the same"],
  ["3", "still pending, or stopped before its end: the same command goes on"],
];

/** It ends here. The message says why, and what to do next. */
export class Ended extends Error {
  /**
   * @param {Exit} exit
   * @param {string} message
   */
  constructor(exit, message) {
    super(message);
    this.name = "Ended";
    this.exit = exit;
  }
}

/** @param {string} message */
export const mistake = (message) => new Ended(EXIT.error, message);
