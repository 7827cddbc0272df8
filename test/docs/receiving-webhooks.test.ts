import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { SECRET_BYTES, webhookBody, webhookHeaders, webhookSecret } from "../../core/events/domain/standard-webhook.ts";
import { SEND_FAILURES } from "../../core/events/domain/webhook-sender.ts";
import { httpSender } from "../../core/events/sender/http-sender.ts";
import type { Event } from "../../core/foundation/domain/events.ts";
import { CONTRACT, LIMITS } from "../../core/foundation/domain/limits.ts";

const PAGE = readFileSync(resolve(import.meta.dirname, "../../docs/receiving-webhooks.md"), "utf8");
const PROGRAM = /```js\n(.*?)```/s.exec(PAGE)?.[1] ?? "";

const DAY_MS = 24 * 60 * 60 * 1000;
const UNITS: [string, number][] = [
  ["h", 60 * 60 * 1000],
  ["min", 60 * 1000],
  ["s", 1000],
];
function inWords(ms: number): string {
  const [unit, unitMs] = UNITS.find(([, each]) => ms >= each && ms % each === 0) ?? ["s", 1000];
  return `${ms / unitMs} ${unit}`;
}

test("the page has the waits that are waited", () => {
  const [production, demo] = [LIMITS.production.delivery, LIMITS.demo.delivery];
  const rows = production.waitsMs.map((ms, index) => {
    const inDemo = demo.waitsMs[index];
    return `| ${index + 1} | ${inWords(ms)} |${inDemo === undefined ? "" : ` ${inWords(inDemo)}`} |`;
  });
  expect(PAGE).toContain(`|---|---|---|\n${rows.join("\n")}\n\n`);
});

test("the page has the other limits", () => {
  const [production, demo] = [LIMITS.production.delivery, LIMITS.demo.delivery];
  const sentences = [
    `each up to ${production.waitSpread * 100} % longer or shorter`,
    `A status has ${production.callTimeoutMs / 1000} seconds (${demo.callTimeoutMs / 1000} with the demo limits)`,
    `at most ${production.lanes} times at once (${demo.lanes} with the demo limits)`,
    `half of ${production.failingMaxMs / DAY_MS} days (of ${inWords(demo.failingMaxMs)} with the demo limits)`,
    `within the last minute (${inWords(demo.coolingMs)} with the demo limits)`,
    `for ${CONTRACT.eventTtlMs / DAY_MS} days at least`,
  ];
  expect(sentences.filter((each) => !PAGE.includes(each))).toEqual([]);
  expect(demo.waitSpread).toBe(production.waitSpread);
  expect(production.coolingMs).toBe(60_000);
});

test("the page has every reason for which no status came", () => {
  expect(SEND_FAILURES.filter((each) => !PAGE.includes(`\n| \`${each}\` | `))).toEqual([]);
});

/** The program out of the page, as a developer would start it. */
class Program {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;

  constructor(file: string, secret: string) {
    const env = { WEBHOOK_SECRET: secret, PORT: "0" };
    this.#child = spawn(process.execPath, [file], { env, stdio: ["ignore", "pipe", "inherit"] });
    if (!this.#child.stdout) throw new Error("the program says nothing");
    this.#reader = createInterface(this.#child.stdout);
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  async line(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error("the program has ended");
    return value;
  }

  end(): void {
    this.#reader.close();
    this.#child.kill();
  }
}

const [before, newest, other] = [1, 2, 3].map((each) => webhookSecret(Buffer.alloc(SECRET_BYTES, each))) as [
  string,
  string,
  string,
];
const EVENT: Event = {
  tenantId: "acme",
  eventId: "evt_acme_01KE1Q7B3MZ4T8W9X2V5C6D7F8",
  type: "payment.succeeded",
  resourceId: "pay_acme_01KE1Q5A0N6R7S8T9V0W1X2Y3Z",
  resourceVersion: 2,
  at: Date.UTC(2026, 0, 2, 3, 4, 5),
  data: { note: "Grüße" },
};

let folder: string;
let program: Program;
let port: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "tender-receiver-"));
  writeFileSync(join(folder, "receiver.mjs"), PROGRAM);
  program = new Program(join(folder, "receiver.mjs"), before);
  port = (await program.line()).replace("listening on ", "");
});
afterAll(() => {
  program?.end();
  rmSync(folder, { recursive: true, force: true });
});

async function deliver(event: Event, { secrets = [before], atMs = Date.now() } = {}): Promise<number | null> {
  const body = webhookBody(event);
  const sender = httpSender({ rules: { ownUrl: "https://api.example", allow: ["127.0.0.1"] }, clock: Date.now });
  const headers = webhookHeaders({ eventId: event.eventId, body, atMs, secrets });
  const url = `http://127.0.0.1:${port}/hooks/tender`;
  return (await sender.send({ url, headers, body, timeoutMs: 20_000 })).httpStatus;
}

test("the page's program takes what is sent: once, and nothing older; during a rotation too", async () => {
  expect(await deliver(EVENT)).toBe(204);
  expect(await program.line()).toBe(`payment.succeeded ${EVENT.resourceId} 2 {"note":"Grüße"}`);
  expect(await deliver(EVENT)).toBe(204);
  const older = { ...EVENT, eventId: "evt_acme_01KE1Q7B3MZ4T8W9X2V5C6D7F7", resourceVersion: 1 };
  expect(await deliver(older)).toBe(204);
  const newer = { ...EVENT, eventId: "evt_acme_01KE1Q7B3MZ4T8W9X2V5C6D7F9", resourceVersion: 3 };
  expect(await deliver(newer, { secrets: [newest, before] })).toBe(204);
  expect(await program.line()).toBe(`payment.succeeded ${EVENT.resourceId} 3 {"note":"Grüße"}`);
});

test("the page's program refuses another secret, and what is old or from the future", async () => {
  expect(await deliver(EVENT, { secrets: [other] })).toBe(400);
  expect(await deliver(EVENT, { atMs: Date.now() - 310_000 })).toBe(400);
  expect(await deliver(EVENT, { atMs: Date.now() + 310_000 })).toBe(400);
});
