/** `npm run rotate`: renews pepper and cipher, one step at a time. docs/operating.md says when which one comes. */

import { setTimeout as pause } from "node:timers/promises";
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { LIMITS } from "../../core/foundation/domain/limits.ts";
import { CodeVault } from "../../core/foundation/services/code-vault.ts";
import { type ResealPlace, readResealPlace } from "../../core/foundation/store/reseal-store.ts";
import { pagesOf, type ResealRun, resealAll } from "../../lambdas/rotation/reseal.ts";
import { LocalError } from "../../local/local-error.ts";
import { type Reach, withRegistry } from "../../local/template/registry.ts";
import { defineCommand, parseCommand, readArguments, usageOf } from "../terminal/command-line.ts";
import { failure } from "../terminal/terminal.ts";
import { WHERE_OPTIONS, whereOf } from "../where.ts";
import { compareWithSeen, type SecretName } from "./seen-versions.ts";
import {
  assertMayReseal,
  type Kept,
  versionsOf,
  withNewestActive,
  withNewVersion,
  withoutOldVersions,
} from "./steps.ts";

const ROTATE = defineCommand({
  run: "npm run rotate",
  does: "Renews cipher and pepper, step by step. No version is ever shown.",
  usages: [
    "npm run rotate -- status",
    "npm run rotate -- add cipher|pepper",
    "npm run rotate -- use cipher|pepper",
    "npm run rotate -- reseal",
    "npm run rotate -- retire cipher [--now]",
  ],
  options: {
    now: { does: "retire before 35 days have passed since reseal's end" },
    ...WHERE_OPTIONS,
  },
  takesWords: true,
});

/** Of one reader 1,280 read units a second at most (10 pages of 1 MB, eventually consistent): a partition gives 3,000. */
const PAGE_APART_MS = 100;

const OUTPUTS: Record<SecretName, string> = { cipher: "CodeCipherSecretArn", pepper: "CodePepperSecretArn" };

class Secrets {
  readonly #client: SecretsManagerClient;
  readonly #outputs: Reach["outputs"];

  constructor({ secrets, outputs }: Reach) {
    if (!secrets) throw new LocalError("The local run does not run: start it, for it keeps the secrets.");
    this.#client = new SecretsManagerClient(secrets);
    this.#outputs = outputs;
  }

  async read(name: SecretName): Promise<Kept> {
    const answer = await this.#client.send(new GetSecretValueCommand({ SecretId: this.#arnOf(name) }));
    if (!answer.SecretString || !answer.CreatedDate) throw new LocalError(`The secret ${name} has no value.`);
    return { text: answer.SecretString, changedAt: answer.CreatedDate.getTime() };
  }

  async write(name: SecretName, SecretString: string): Promise<void> {
    await this.#client.send(new PutSecretValueCommand({ SecretId: this.#arnOf(name), SecretString }));
  }

  close(): void {
    this.#client.destroy();
  }

  #arnOf(name: SecretName): string {
    const arn = this.#outputs[OUTPUTS[name]];
    if (!arn) throw new LocalError(`The stack has no output ${OUTPUTS[name]}: deploy this version first.`);
    return arn;
  }
}

async function main(): Promise<void> {
  const { values, words } = readArguments((args, env) => parseCommand(ROTATE, args, env));
  const [step = "", name, ...rest] = words;
  const isNamed = step === "add" || step === "use" || step === "retire";
  if (rest.length > 0 || isNamed !== (name !== undefined)) throw mistake();
  const where = whereOf(values);
  const { now = false } = values;
  if (now && step !== "retire") throw mistake();
  await withRegistry(where, async (deps, reach) => {
    // Of a stack from before the output: the longer time.
    const settledMs = LIMITS[reach.outputs.LimitsProfile === "demo" ? "demo" : "production"].secretSettledMs;
    const secrets = new Secrets(reach);
    try {
      await take({ step, name, now }, deps, secrets, settledMs);
    } finally {
      secrets.close();
    }
  });
}

type Asked = { step: string; name: string | undefined; now: boolean };
type ToolDeps = Parameters<Parameters<typeof withRegistry>[1]>[0];

async function take({ step, name, now }: Asked, deps: ToolDeps, secrets: Secrets, settledMs: number): Promise<void> {
  const { tables, clock, randomBytes } = deps;
  const moment = { nowMs: clock(), settledMs };
  const change = async (textOf: (kept: Kept) => string) => {
    if (!isSecret(name)) throw mistake();
    const kept = await secrets.read(name);
    await compareWithSeen(tables, name, versionsOf(kept.text));
    await secrets.write(name, textOf(kept));
    await tell(tables, secrets);
  };
  switch (step) {
    case "status":
      await tell(tables, secrets);
      return say(inWords(await readResealPlace(tables)));
    case "add":
      return change((kept) => withNewVersion(kept, moment));
    case "use":
      return change((kept) => withNewestActive(kept, moment));
    case "retire": {
      if (name === "pepper")
        throw new LocalError("A pepper is never retired: by it a card that was redeemed before is known, for good.");
      const place = await readResealPlace(tables);
      return change((kept) => withoutOldVersions(kept, place, { nowMs: moment.nowMs, now }));
    }
    case "reseal": {
      const kept = await secrets.read("cipher");
      await compareWithSeen(tables, "cipher", versionsOf(kept.text));
      assertMayReseal(kept, moment);
      const vault = new CodeVault({ cipherSecret: kept.text, randomBytes });
      const onPage = async (place: ResealPlace) => {
        say(inWords(place));
        await pause(PAGE_APART_MS);
      };
      const onUnopened: ResealRun["onUnopened"] = ({ table, pk, sk }, reason) =>
        say(`not opened: table ${table}, pk ${pk}, sk ${sk}: ${reason}`);
      const run = { read: pagesOf({ tables }), changedAt: kept.changedAt, onPage, onUnopened };
      return say(inWords(await resealAll({ tables, clock, vault }, run)));
    }
    default:
      throw mistake();
  }
}

async function tell(tables: ToolDeps["tables"], secrets: Secrets): Promise<void> {
  for (const name of Object.keys(OUTPUTS) as SecretName[]) {
    const { text, changedAt } = await secrets.read(name);
    const { active, versions } = versionsOf(text);
    await compareWithSeen(tables, name, { active, versions });
    const numbers = [...versions.keys()].map((number) => (number === active ? `${number} (writes)` : `${number}`));
    say(`${name}: version ${numbers.join(", ")}; changed ${new Date(changedAt).toISOString()}`);
  }
}

function inWords(place: ResealPlace | undefined): string {
  if (!place) return "reseal: never run";
  const { keyNumber, table, resealed, unopened, begunAt } = place;
  if (table === "incomplete")
    return `reseal with version ${keyNumber}: not done, for ${unopened} rows did not open; the next run begins anew`;
  const stand = table === "done" ? "done" : `in table ${table}`;
  return `reseal with version ${keyNumber}: ${stand}, ${resealed} rows sealed anew; begun ${new Date(begunAt).toISOString()}`;
}

const isSecret = (name: string | undefined): name is SecretName => name !== undefined && Object.hasOwn(OUTPUTS, name);
const mistake = () => new LocalError(`Usage: ${usageOf(ROTATE)}`);
const say = (line: string) => console.log(line);

try {
  await main();
} catch (error) {
  failure(error instanceof LocalError ? error.message : `The step was not taken: ${(error as Error).message}`);
  process.exitCode = 1;
}
