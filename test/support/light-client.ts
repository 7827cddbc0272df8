import type { EngineClient } from "../../prove/engine-client.ts";

interface Command {
  input: { IndexName?: string; ExpressionAttributeValues?: Record<string, unknown> };
}

/**
 * For tables that only this client writes. A sweep asks each of the hundreds of parts that an index is spread over, and in a test
 * nearly all are empty. The name of a partition comes with the row that is put there: of one whose name was never sent the engine
 * need not be asked.
 */
export class LightClient {
  readonly #engine: EngineClient;
  readonly #sent = new Set<string>();

  constructor(engine: EngineClient) {
    this.#engine = engine;
  }

  async send(command: Command): Promise<Record<string, unknown>> {
    const { IndexName, ExpressionAttributeValues } = command.input;
    if (IndexName === undefined) this.#note(command.input);
    // As `Tables` writes it.
    const partition = IndexName === undefined ? undefined : ExpressionAttributeValues?.[":p"];
    if (typeof partition === "string" && !this.#sent.has(partition)) return { Items: [], Count: 0, ScannedCount: 0 };
    return this.#engine.send(command);
  }

  #note(value: unknown): void {
    if (typeof value === "string") this.#sent.add(value);
    else if (typeof value === "object" && value !== null && !ArrayBuffer.isView(value))
      for (const each of Object.values(value)) this.#note(each);
  }
}
