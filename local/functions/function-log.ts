import { createWriteStream, existsSync, renameSync, statSync, type WriteStream } from "node:fs";

/** Beyond this the log of earlier runs is put aside as `functions.log.1`. */
const KEPT_MAX_BYTES = 50 * 1024 * 1024;

/** What the functions print, a line each with the function's name before it. */
export class FunctionLog {
  readonly #file: WriteStream;

  constructor(path: string) {
    if (existsSync(path) && statSync(path).size > KEPT_MAX_BYTES) renameSync(path, `${path}.1`);
    this.#file = createWriteStream(path, { flags: "a", mode: 0o600 });
    // A full disk must not end what is under way: the log is for reading, not for working.
    this.#file.on("error", () => {});
  }

  writerFor(name: string): (text: string) => void {
    let rest = "";
    return (output) => {
      const lines = (rest + output).split("\n");
      rest = lines.pop() ?? "";
      const text = lines.map((line) => (line === "" ? "" : `[${name}] ${line}\n`)).join("");
      if (text !== "") this.#file.write(text);
    };
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#file.end(() => resolve()));
  }
}
