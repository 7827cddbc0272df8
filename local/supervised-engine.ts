import { type DynamoDbEngine, startEngine } from "./dynamodb-engine.ts";

/** The engine on the state folder's database, started again on the same port should it die. */
export class SupervisedEngine {
  readonly #dbPath: string;
  readonly #onPid: (pid: number | undefined) => void;
  readonly #complain: (text: string) => void;
  #engine: DynamoDbEngine | undefined;
  #starting: Promise<void> | undefined;
  #stopped = false;

  constructor(dbPath: string, onPid: (pid: number | undefined) => void, complain: (text: string) => void) {
    this.#dbPath = dbPath;
    this.#onPid = onPid;
    this.#complain = complain;
  }

  /** Its endpoint stays the same for the whole run. */
  async start(): Promise<string> {
    await this.#launch();
    return this.#engine?.endpoint ?? "";
  }

  get isOwn(): boolean {
    return this.#engine?.pid !== undefined;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#starting?.catch(() => {});
    await this.#engine?.stop();
    this.#onPid(undefined);
  }

  async #launch(port?: number): Promise<void> {
    const engine = await startEngine({ dbPath: this.#dbPath, ...(port === undefined ? {} : { port }) });
    this.#engine = engine;
    this.#onPid(engine.pid);
    engine.onDeath(() => {
      if (this.#stopped) return;
      this.#complain("the DynamoDB engine died; it is started again");
      this.#starting = this.#launch(Number(new URL(engine.endpoint).port)).catch((error: Error) =>
        this.#complain(error.message),
      );
    });
  }
}
