import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { defineCommand, parseCommand, readArguments } from "../../tools/terminal/command-line.ts";
import { awaitState } from "./support/seeding.ts";
import { openStage } from "./support/stage.ts";
import { Visitor } from "./support/visitor.ts";

const SCREENSHOTS = defineCommand({
  run: "npm run screenshots",
  does: "Pictures of the console before a local run that a merchant has used, for docs/screenshots and the README.",
  options: {},
});
readArguments((args, env) => parseCommand(SCREENSHOTS, args, env));

const FOLDER = resolve(import.meta.dirname, "../../docs/screenshots");
const TEXTS = ["Corner shop", "Spring sale", "One month", "Gift card desk", "Weekly order", "Back office"];
const WORDS = {
  text: (n: number) => TEXTS[n % TEXTS.length] ?? "",
  word: (n: number) => `SO-${1000 + n}`,
};

const stage = await openStage((line) => console.log(line), WORDS);
try {
  const [payment] = stage.seeded.parked.payments;
  const [refundId] = stage.seeded.parked.refundIds;
  await awaitState(stage.operator, "GET /v1/payments/{id}", payment?.paymentId ?? "", ["NEEDS_REVIEW"]);
  mkdirSync(FOLDER, { recursive: true });
  const visit = async (
    name: string,
    path: string,
    colorScheme: "light" | "dark",
    prepare?: (by: Visitor) => unknown,
  ) => {
    const visitor = await Visitor.enter(stage, { colorScheme, viewport: { width: 1280, height: 860 } });
    await visitor.go(path);
    await visitor.page.mouse.move(0, 0);
    await prepare?.(visitor);
    await visitor.page.screenshot({ path: join(FOLDER, `${name}.png`) });
    await visitor.leave();
  };
  await visit("reviews", "/reviews", "light");
  await visit("payment", `/payments/${payment?.paymentId}`, "dark");
  await visit("decision", `/refunds/${refundId}`, "light", async ({ page }) => {
    await page.getByRole("button", { name: "Resolve: it went back" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(/^Type the amount/).fill("80.00");
    await dialog.getByLabel("Reason").fill("The bank has closed the dispute: the money went back");
    // What the wallet has now is read when the dialog opens.
    await dialog
      .getByRole("cell", { name: /^[\d,.]+ USD$/ })
      .first()
      .waitFor();
  });
} finally {
  await stage.close();
}
