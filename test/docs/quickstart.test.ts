import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { expect, test } from "@jest/globals";
import { CLIENT, cli, cliModule, QuickClock, tempFolder } from "../client/cli/cli-run.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const PAGES = ["docs/quickstart.md", "client/README.md"].map((path) => readFileSync(join(ROOT, path), "utf8"));
const [PAGE = ""] = PAGES;
const PROGRAM = /```js\n(.*?)```/s.exec(PAGE)?.[1] ?? "";
const { COMMANDS } = await cliModule<{ COMMANDS: { name: string; options: object }[] }>("commands.js");

test("the commands of the pages are there, with their options", () => {
  const calls = PAGES.flatMap((page) =>
    [...page.replaceAll("\\\n", "").matchAll(/npx tender ([a-z]+ [a-z]+)([^\n;|`)#]*)/g)].filter(
      ([, name]) => name !== "would offer",
    ),
  );
  expect(calls.length).toBeGreaterThan(7);
  for (const [all, name, rest = ""] of calls) {
    const command = COMMANDS.find((each) => each.name === name);
    const options = (rest.match(/--[a-z-]+/g) ?? []).map((option) => option.slice(2));
    expect([all, command?.name, options.filter((each) => !(each in (command?.options ?? {})))]).toEqual([
      all,
      name,
      [],
    ]);
  }
});

test("the server of the page believes what the command line forwards, and nothing that somebody else sends", async () => {
  const { folder, remove } = tempFolder();
  const program = PROGRAM.replace(
    '"@tender/client"',
    JSON.stringify(pathToFileURL(join(CLIENT, "index.js")).href),
  ).replace('.listen(8080, "127.0.0.1")', '.listen(0, "127.0.0.1", function () { console.log(this.address().port); })');
  writeFileSync(join(folder, "hook.mjs"), program);
  const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
  const server = spawn(process.execPath, [join(folder, "hook.mjs")], {
    env: { WEBHOOK_SECRET: secret },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface(server.stdout)[Symbol.asyncIterator]();
  const url = `http://127.0.0.1:${(await lines.next()).value}/`;

  const told = { type: "payment.succeeded", resourceId: "pay_1", resourceVersion: 1, data: { orderNo: "A-1001" } };
  const events = [{ ...told, eventId: "evt_1", at: "2026-01-02T03:04:05.000Z" }];
  const stop = new AbortController();
  const clock = new QuickClock();
  clock.nowMs = Date.now();
  clock.onSleep = () => stop.abort(new Error("stopped"));
  const answer = (to: string, init: RequestInit) =>
    to.startsWith(url) ? fetch(to, init) : Promise.resolve(Response.json({ items: events, nextCursor: null }));
  const run = (env: Record<string, string>) =>
    cli(["events", "listen", "--forward-to", url, "--since", "2026-01-02T00:00:00Z", "--json"], {
      ...{ fetch: answer, clock, signal: stop.signal, env },
    });
  expect((await run({ WEBHOOK_SECRET: secret })).lines()[1]).toMatchObject({ status: 204, tries: 1 });
  expect((await lines.next()).value).toBe("deliver A-1001");
  expect((await fetch(url, { method: "POST", body: JSON.stringify(told) })).status).toBe(400);
  server.kill();
  await once(server, "exit");
  remove();
});
