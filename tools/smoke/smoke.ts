/** `npm run smoke -- --url https://...`: whether a deployed stage does its work. */

import { LocalError } from "../../local/local-error.ts";
import { defineCommand, parseCommand, readArguments, usageOf } from "../terminal/command-line.ts";
import { failure } from "../terminal/terminal.ts";
import { type Check, PUBLIC_CHECKS, SANDBOX_CHECKS, type Target } from "./checks.ts";

const SMOKE = defineCommand({
  run: "npm run smoke",
  does:
    "Asks a deployed stage whether it lives. With TENDER_SMOKE_KEY, a merchant's API key of a stage with the sandbox, it redeems " +
    "one card and pays one payment, too. Exit code 1 when something is wrong.",
  options: { url: { value: "URL", does: "the API's address, as the output ApiUrl has it" } },
});

/** How many failed. */
export async function smoke(target: Target, say: (line: string) => void): Promise<number> {
  const checks: Check[] = [...PUBLIC_CHECKS, ...(target.apiKey === undefined ? [] : SANDBOX_CHECKS)];
  let failed = 0;
  for (const { name, run } of checks) {
    const error = await run(target).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error !== undefined) failed++;
    say(error === undefined ? `ok      ${name}` : `FAILED  ${name}: ${error instanceof Error ? error.message : error}`);
  }
  if (target.apiKey === undefined) say("left out: redemption and payment, for there is no TENDER_SMOKE_KEY");
  return failed;
}

/** Over TLS, this machine aside: a key goes there. */
export function urlOf(given: string | undefined): string {
  const url = given === undefined ? null : URL.parse(given);
  const isHere = url?.protocol === "http:" && ["127.0.0.1", "localhost"].includes(url.hostname);
  if (url && (url.protocol === "https:" || isHere)) return url.origin;
  throw new LocalError(`--url must be an https address.\nUsage: ${usageOf(SMOKE)}`);
}

if (import.meta.main) {
  const url = readArguments((args, env) => urlOf(parseCommand(SMOKE, args, env).values.url));
  const apiKey = process.env.TENDER_SMOKE_KEY || undefined;
  const failed = await smoke({ url, apiKey }, (line) => console.log(line));
  if (failed > 0) {
    failure(`${failed} of the checks failed.`);
    process.exitCode = 1;
  }
}
