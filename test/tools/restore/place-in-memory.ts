import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Place, StageFunction } from "../../../tools/restore/place.ts";
import { StageFile } from "../../../tools/restore/stage-file.ts";
import type { Work } from "../../../tools/restore/step.ts";

export const AT = "2026-11-27T19:00:00.000Z";
export const TARGET = "main-1-restored-20261127T190000Z";
export const STREAM = `arn:aws:dynamodb:eu-central-1:123456789012:table/${TARGET}/stream/2026-11-27T20:00:00.000`;
const MINUTE_MS = 60_000;

/** A stage that does what it is told, in time that passes by waiting; `diesAt`: at this call of all, once. */
export class PlaceInMemory implements Place {
  readonly calls: string[] = [];
  nowMs = Date.parse(AT) + 30 * MINUTE_MS;
  window: { fromMs: number; toMs: number } | undefined = { fromMs: 0, toMs: Date.parse(AT) + 25 * MINUTE_MS };
  deployed: StageFunction[] = [
    { name: "payments", timeoutSeconds: 29, variables: { MAIN_TABLE: "main-1" }, isClosed: false },
    { name: "worker", timeoutSeconds: 300, variables: { MAIN_TABLE: "main-1" }, isClosed: false },
    { name: "starter", timeoutSeconds: 60, variables: {}, isClosed: false },
  ];
  running = 3;
  restoredAtMs: number | undefined;
  diesAt = Number.POSITIVE_INFINITY;
  /** After the effect, and before anybody has heard of it. */
  diesAfter = false;

  async outputs() {
    const queues = {
      RefundQueueUrl: "https://sqs/refunds",
      RefundDlqUrl: "https://sqs/dead",
      SagaQueueUrl: "https://sqs/sagas",
    };
    return { MainTableName: "main-1", StateMachineArn: "arn:machine", ...queues };
  }

  readonly functions = {
    all: async () => this.deployed,
    close: async (name: string) => this.#do(`close ${name}`, () => this.#set(name, true)),
    open: async (name: string) => this.#do(`open ${name}`, () => this.#set(name, false)),
  };

  readonly tables = {
    window: async () => this.window,
    restore: async (source: string, target: string, toMs: number) =>
      this.#do(`restore ${source} as ${target} of ${new Date(toMs).toISOString()}`, () => {
        this.restoredAtMs ??= this.nowMs + 7 * MINUTE_MS;
      }),
    isThere: async () => this.restoredAtMs !== undefined && this.nowMs >= this.restoredAtMs,
    settle: async (_source: string, target: string) => {
      await this.#do(`settle ${target}`, () => {});
      return STREAM;
    },
  };

  async stopExecutions(arn: string): Promise<number> {
    const { running } = this;
    await this.#do(`stop ${arn}`, () => {
      this.running = 0;
    });
    return running;
  }

  async purge(url: string): Promise<void> {
    await this.#do(`purge ${url}`, () => {});
  }

  /** What `npm run deploy` does. */
  deploy(variables: Record<string, string>): void {
    this.deployed = this.deployed.map((each) => ({
      ...each,
      isClosed: true,
      variables: { ...variables, ...(each.variables.MAIN_TABLE && { MAIN_TABLE: TARGET }) },
    }));
  }

  #set(name: string, isClosed: boolean): void {
    this.deployed = this.deployed.map((each) => (each.name === name ? { ...each, isClosed } : each));
  }

  async #do(call: string, effect: () => void): Promise<void> {
    this.calls.push(call);
    const dies = this.calls.length === this.diesAt;
    if (!dies || this.diesAfter) effect();
    if (dies) throw new Error("killed");
  }
}

const ROW = {
  ...{ money: "none", limits: "demo", sandbox: false, data: "destroy", logDays: 14, shift: "all-at-once" },
  alarmEmails: [],
};

export function workAt(place: PlaceInMemory): Work & { path: string } {
  const path = join(mkdtempSync(join(tmpdir(), "tender-restore-")), "stages.json");
  writeFileSync(path, JSON.stringify({ other: ROW, shop: ROW }));
  const file = new StageFile(path);
  const pause = async (ms: number) => {
    place.nowMs += ms;
  };
  return { place, file, path, stage: file.read("shop"), toMs: Date.parse(AT), clock: () => place.nowMs, pause };
}
