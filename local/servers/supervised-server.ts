import type { TiedServer } from "./tied-server.ts";

/** Between two tries to start it again: long enough not to be a storm, short enough not to be missed. */
const RETRY_MS = 250;

export interface Supervised {
  /** As a sentence goes on: `the queue server`. */
  name: string;
  launch: (port?: number) => Promise<TiedServer>;
  onPid: (pid: number | undefined) => void;
  /** What its death took along and has to be made again before it is of use. */
  onRestart?: () => Promise<unknown>;
  complain: (text: string) => void;
}

/** A server on which functions rely, started again on the same port should it die. */
export class SupervisedServer {
  readonly #parts: Supervised;
  #server: TiedServer | undefined;
  #starting: Promise<void> | undefined;
  #stopped = false;

  constructor(parts: Supervised) {
    this.#parts = parts;
  }

  /** Its endpoint stays the same for the whole run. */
  async start(): Promise<string> {
    const server = await this.#parts.launch();
    this.#watch(server);
    return server.endpoint;
  }

  get isOwn(): boolean {
    return this.#server?.pid !== undefined;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#starting;
    await this.#server?.stop();
    this.#parts.onPid(undefined);
  }

  #watch(server: TiedServer): void {
    this.#server = server;
    this.#parts.onPid(server.pid);
    server.onDeath(() => {
      if (this.#stopped) return;
      this.#parts.complain(`${this.#parts.name} died; it is started again`);
      this.#starting = this.#restart(Number(new URL(server.endpoint).port));
    });
  }

  /** Without it nothing works: there is no reason to give up. */
  async #restart(port: number): Promise<void> {
    while (!this.#stopped) {
      let server: TiedServer | undefined;
      try {
        server = await this.#parts.launch(port);
        await this.#parts.onRestart?.();
        this.#watch(server);
        return;
      } catch (error) {
        await server?.stop();
        if (!this.#stopped) this.#parts.complain((error as Error).message);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }
}
