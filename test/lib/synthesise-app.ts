/** `synthesise-app.ts <ways>`: writes the templates of each way into its file, which is there whole or not at all. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeApp } from "../../lib/app.ts";
import { addChecks } from "../../lib/checks.ts";
import { functionNames } from "../../lib/functions.ts";
import type { Settings } from "../../lib/settings.ts";
import type { Way } from "./synthesis.ts";

/** Without the sandbox too: there nobody may be told of it. */
const WEBHOOK_ALLOW = ["127.0.0.1", "localhost"];

async function synthesise({ settings, file, isChecked }: Way, folder: string, bundles: string): Promise<void> {
  const outdir = mkdtempSync(join(folder, "out-"));
  const all: Settings = { ...settings, webhookAllow: WEBHOOK_ALLOW };
  // Read for each app.
  process.env.CDK_VALIDATION = String(isChecked);
  const { app } = makeApp({ settings: all, bundles, outdir });
  await addChecks(app);
  app.synth();
  const read = (stack: string) => JSON.parse(readFileSync(join(outdir, `${stack}.template.json`), "utf8"));
  const nested = (part: "shifts" | "probe") => {
    const name = readdirSync(outdir).find(
      (each) => each.endsWith(".nested.template.json") && RegExp(part, "i").test(each),
    );
    return name === undefined ? {} : { [part]: read(name.replace(".template.json", "")) };
  };
  const draft = `${file}.${process.pid}`;
  const edge = all.stage?.edge ? { edge: read("TenderEdge") } : {};
  const backup = all.stage?.backup ? { backup: read("TenderBackup") } : {};
  const stacks = {
    data: read("TenderData"),
    service: read("TenderService"),
    ...edge,
    ...backup,
    ...nested("shifts"),
    ...nested("probe"),
  };
  writeFileSync(draft, JSON.stringify(stacks));
  renameSync(draft, file);
}

const folder = mkdtempSync(join(tmpdir(), "tender-synth-"));
try {
  const bundles = join(folder, "bundles");
  for (const name of [...functionNames(true), "probe"]) {
    mkdirSync(join(bundles, name), { recursive: true });
    writeFileSync(join(bundles, name, "index.mjs"), `export const name = "${name}";\n`);
  }
  for (const way of JSON.parse(String(process.argv[2])) as Way[]) await synthesise(way, folder, bundles);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
