import { audit } from "../harness/audit.ts";
import { runJudged } from "../harness/judged-run.ts";
import { Stage } from "../harness/stage.ts";
import { defineCommand, parseCommand, readArguments } from "../terminal/command-line.ts";
import { Screen } from "../terminal/screen.ts";
import { ENDS, endRows } from "./ends.ts";
import { batch, race } from "./scenes/cards.ts";
import { orderCodes, useCodes } from "./scenes/codes.ts";
import { forgetSomebody } from "./scenes/forgetting.ts";
import { hurry } from "./scenes/hurry.ts";
import { killAndRestart } from "./scenes/kill.ts";
import { notify } from "./scenes/notifications.ts";
import { changeTheirMinds, customers, pay } from "./scenes/payments.ts";
import { addPepper, usePepper } from "./scenes/pepper.ts";
import { buyTheLast, endTheLast } from "./scenes/purchases.ts";
import { review } from "./scenes/review.ts";
import { comeBack, goDown, knowEverything, subscribe } from "./scenes/webhooks.ts";
import { endWithdrawals, withdraw } from "./scenes/withdrawals.ts";

/** `npm run demo`: what Tender promises, shown on an instance of its own and checked in the end. */
const DEMO = defineCommand({
  run: "npm run demo",
  does:
    "A guided tour on an instance of its own: batches, races, payments by every method of the sandbox, forged callbacks, " +
    "refunds, a campaign of codes, the last of an offer, withdrawals, notifications, a server that is told and was away, a request limit, a new pepper, a user who is forgotten, a SIGKILL in the middle. It checks itself and ends with `violations: 0` and exit code 0.",
  options: { keep: { does: "leaves its folder behind also when nothing was wrong" } },
});
const { keep = false } = readArguments((args, env) => parseCommand(DEMO, args, env)).values;

async function tell(stage: Stage) {
  const subscribers = await subscribe(stage);
  await addPepper(stage);
  const first = await batch(stage);
  goDown(stage, subscribers);
  await race(stage);
  await hurry(stage);
  await pay(stage);
  await customers(stage);
  await changeTheirMinds(stage);
  const ordered = await orderCodes(stage);
  const last = await buyTheLast(stage);
  await withdraw(stage);
  await killAndRestart(stage, first);
  await comeBack(stage, subscribers);
  const user = await useCodes(stage, ordered);
  await endTheLast(stage, last);
  await endWithdrawals(stage);
  await notify(stage);
  await forgetSomebody(stage, user);
  await usePepper(stage, first);
  await review(stage);
  await knowEverything(stage, subscribers);
  stage.screen.scene(
    "The books",
    "What exchange, channel and payout provider say took effect, against every row, every answer and the logs.",
  );
  const judged = await audit(stage);
  stage.screen.table("How everything ended", ["", "count", ...Object.keys(ENDS)], endRows(stage, judged));
  return judged;
}

const screen = new Screen();
process.exit(
  await runJudged(
    {
      name: "demo",
      title: "Tender: every card, code and payment takes effect exactly once, whatever happens",
      takes: "Some three minutes, most of them waiting until outcomes in doubt are known.",
      keep,
      stage: (instance) => new Stage(instance, screen),
      tell,
    },
    screen,
  ),
);
