import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { type Stage, stageNamed } from "../../lib/stages.ts";

export type Restored = NonNullable<Stage["restored"]>;

/** `stages.json`, as the one place that says which table a stage has. */
export class StageFile {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  read(name: string): Stage {
    return stageNamed(name, readFileSync(this.#path, "utf8"));
  }

  /** Whole or not at all, and only what can be read again. */
  write(name: string, restored: Restored): void {
    const rows = JSON.parse(readFileSync(this.#path, "utf8")) as Record<string, object>;
    const text = `${JSON.stringify({ ...rows, [name]: { ...rows[name], restored } }, undefined, 2)}\n`;
    stageNamed(name, text);
    const draft = `${this.#path}.${process.pid}`;
    writeFileSync(draft, text);
    renameSync(draft, this.#path);
  }
}
