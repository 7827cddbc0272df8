import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { createApiKey } from "../../../core/access/services/api-keys.ts";
import { LocalError } from "../../../local/local-error.ts";
import { withRegistry } from "../../../local/template/registry.ts";
import { ApiClient } from "../../../tools/harness/client.ts";
import { Instance } from "../../../tools/harness/instance.ts";
import { findChromium, NO_CHROMIUM } from "./find-chromium.ts";
import { HOSTILE } from "./hostile.ts";
import { type Seeded, Seeding } from "./seeding.ts";

/** One local run, one browser, and what a merchant has done there. */
export interface Stage {
  url: string;
  browser: Browser;
  instance: Instance;
  /** Of the operator whose browser it is, of a colleague, and the merchant's. */
  keys: { operator: string; colleague: string; merchant: string };
  operator: ApiClient;
  merchant: ApiClient;
  seeded: Seeded;
  close(): Promise<void>;
}

export async function openStage(tell: (line: string) => void, words = HOSTILE): Promise<Stage> {
  const executablePath = findChromium(process.env);
  if (executablePath === undefined) throw new LocalError(NO_CHROMIUM);
  const folder = mkdtempSync(join(tmpdir(), "tender-browser-"));
  const instance = new Instance(folder);
  const closing: (() => Promise<unknown>)[] = [
    async () => rmSync(folder, { recursive: true, force: true }),
    () => instance.stop(),
  ];
  const close = async () => {
    for (const each of closing.splice(0).reverse()) await each();
  };
  try {
    // As root Chromium has no sandbox of its own; what it opens here is ours alone.
    const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
    closing.push(() => browser.close());
    await instance.start(tell);
    const { operator: key } = instance.credentials.keys;
    const client = (apiKey: string) => new ApiClient({ url: () => instance.url, apiKey, owner: "", log: [] });
    const operator = client(key);
    const colleague = await withRegistry({ state: instance.state }, (deps) =>
      createApiKey(deps, { scopes: ["operator"], label: "a colleague" }),
    );
    const seeding = new Seeding({ instance, operator, client }, words);
    closing.push(() => seeding.close());
    const { merchant, merchantKey, seeded } = await seeding.seed();
    const keys = { operator: key, colleague: colleague.apiKey, merchant: merchantKey };
    return { url: instance.url, browser, instance, keys, operator, merchant, seeded, close };
  } catch (error) {
    await close();
    throw error;
  }
}
