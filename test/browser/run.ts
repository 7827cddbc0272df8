import { after, describe } from "node:test";
import { LocalError } from "../../local/local-error.ts";
import { defineCommand, parseCommand, readArguments } from "../../tools/terminal/command-line.ts";
import { failure } from "../../tools/terminal/terminal.ts";
import { accessibility } from "./accessibility.ts";
import { actions } from "./actions.ts";
import { decisions } from "./decisions.ts";
import { keyboard } from "./keyboard.ts";
import { keys } from "./keys.ts";
import { pages } from "./pages.ts";
import { safety } from "./safety.ts";
import { session } from "./session.ts";
import { openStage } from "./support/stage.ts";
import { setStage } from "./support/the-stage.ts";

const BROWSER = defineCommand({
  run: "npm run test:browser",
  does: "The console in a real Chromium, against a local run of its own that a merchant has used: pages, actions, safety.",
  options: {},
  more: "Environment: CHROMIUM_BIN names the browser's program, where it is not in its usual place.",
});
readArguments((args, env) => parseCommand(BROWSER, args, env));

try {
  const startedAt = performance.now();
  const stage = await openStage((line) => console.log(line));
  console.log(`\nopened and filled in ${Math.round((performance.now() - startedAt) / 1000)} s\n`);
  setStage(stage);
  describe("the console in a browser", () => {
    after(() => stage.close());
    // What is parked is on its way meanwhile; what changes things comes last.
    for (const each of [session, pages, keyboard, accessibility, keys, decisions, actions, safety]) each();
  });
} catch (error) {
  failure(error instanceof LocalError ? error.message : String((error as Error).stack ?? error));
  process.exitCode = 1;
}
