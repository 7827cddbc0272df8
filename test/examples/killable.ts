/** A program that is run to one of its lines and no further: what has been done by then is done, nothing else is. */

import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

const CLIENT = pathToFileURL(resolve(import.meta.dirname, "../../client/index.js")).href;
/** Where a statement begins; what comes behind `else` or `catch` stands on its own lines. */
const STATEMENT = /^(\s*)(?=(const|await|return|throw|if|try|console\.|[a-z]\w*\(|order\.)(?!.*=>$))/;

/** How it stands still: as a thread that is ended, or as a process that SIGKILL ends. */
const STOP = {
  thread: `import { parentPort, workerData } from "node:worker_threads";
let line = 0;
globalThis.atLine = () => {
  if (++line !== workerData) return;
  parentPort.postMessage("stands still");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
};`,
  process: `let line = 0;
globalThis.atLine = () => ++line === Number(process.env.KILL_AT) && process.kill(process.pid, "SIGKILL");`,
};

/** A copy of the program in `folder` that counts its lines as it runs them. */
export function prepare(program: string, folder: string, how: keyof typeof STOP): string {
  const lines = readFileSync(program, "utf8").split("\n");
  const counted = lines.map((line) => line.replace(STATEMENT, "$1atLine();"));
  writeFileSync(join(folder, `stop-${how}.mjs`), STOP[how]);
  const file = join(folder, `program-${how}.mjs`);
  const text = counted.join("\n").replace('"@tender/client"', JSON.stringify(CLIENT));
  writeFileSync(file, text.replace("import ", `import "./stop-${how}.mjs";\nimport `));
  return file;
}

export interface Run {
  worker: Worker;
  /** `false`: it stood still and was ended. */
  isThrough: Promise<boolean>;
}

/** @param atLine of those that it runs, counted from 1; 0: none */
export function run(file: string, argv: string[], env: Record<string, string>, atLine = 0): Run {
  const worker = new Worker(file, { argv, env, workerData: atLine, stdout: true });
  worker.stdout.resume();
  const isThrough = new Promise<boolean>((resolve, reject) => {
    worker.once("message", () => void worker.terminate());
    worker.once("error", reject);
    worker.once("exit", (code) => resolve(code === 0));
  });
  return { worker, isThrough };
}
