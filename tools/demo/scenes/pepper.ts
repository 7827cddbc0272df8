import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { LIMITS } from "../../../core/foundation/domain/limits.ts";
import type { Stage } from "../../harness/stage.ts";
import { PATIENCE_MS, until } from "../../harness/waiting.ts";
import { duration } from "../../terminal/terminal.ts";
import { replay, type Submitted } from "./cards.ts";

const ROTATE = join(import.meta.dirname, "../../rotate/rotate.ts");
const ROUTE = "POST /v1/redemptions";

/** Everybody can read by it; nobody writes with it yet. */
export async function addPepper(stage: Stage): Promise<void> {
  stage.screen.scene(
    "A second pepper",
    "The secret that cards are known by is renewed. First everybody gets to know the new one, while all goes on.",
  );
  await rotate(stage, "add");
  const { secretSettledMs } = LIMITS.demo;
  stage.screen.note(
    `It may be used ${duration(secretSettledMs)} later: by then there is no process that does not know it.`,
  );
}

/** A card is known by the pepper that it was redeemed under, and new ones by the new one. */
export async function usePepper(stage: Stage, first: Submitted): Promise<void> {
  const { merchant, screen, cards } = stage;
  screen.scene("The second pepper is used", "What was redeemed before is still known, in other spellings too.");
  await until("the new pepper to be known to all", () => rotate(stage, "use"), {
    timeoutMs: PATIENCE_MS,
    everyMs: 2000,
  });
  const fresh = cards.draw("OK", 1000);
  const call = { key: stage.newKey("pepper"), body: { code: fresh.code, planId: stage.planId } };
  const taken = await merchant.expect(202, ROUTE, call);
  fresh.redemptionId = String(taken.json.redemptionId);
  const known = [cards.all.find(({ ends }) => ends === "SUCCEEDED"), fresh].map((card) => String(card?.code));
  const answers = await Promise.all(
    known.map((code) =>
      merchant.call(ROUTE, {
        key: stage.newKey("pepper"),
        body: { code: ` ${code.toLowerCase()}`, planId: stage.planId },
      }),
    ),
  );
  stage.check(
    answers.every(({ status }) => status === 409),
    "a card from before it, and one from after it: both are refused when they come again",
    answers.map(({ text }) => text).join(" "),
  );
  await replay(stage, first, "the first batch's key gives its first answer, which is built by the pepper of then");
}

/** `undefined`: it is too early. */
async function rotate({ instance, screen }: Stage, step: "add" | "use"): Promise<true | undefined> {
  const args = ["--no-warnings=ExperimentalWarning", ROTATE, step, "pepper", "--state", instance.state];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const line = stdout.split("\n").find((each) => each.startsWith("pepper: ")) ?? "";
    screen.note(`npm run rotate -- ${step} pepper says: ${line}`);
    return true;
  } catch (error) {
    const text = String((error as { stderr?: string }).stderr ?? error).trim();
    if (!text.includes("Too early")) throw new Error(`npm run rotate -- ${step} pepper: ${text}`, { cause: error });
    screen.progress(text);
    return undefined;
  }
}
