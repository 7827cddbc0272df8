import { Workbench, waitingTask } from "./workbench.ts";

/** Starts executions that wait, says so, and is killed by whoever has started it. */
const [folder = ""] = process.argv.slice(2);
const workbench = await Workbench.open(
  {
    Route: {
      Type: "Choice",
      Choices: [{ Variable: "$.wait", StringEquals: "yes", Next: "AwaitPayment" }],
      Default: "Done",
    },
    AwaitPayment: waitingTask({ End: undefined, Next: "Done" }),
    Done: { Type: "Succeed" },
  },
  { folder },
);
await workbench.ended(await workbench.start({ wait: "no" }, "finished"));
await workbench.start({ wait: "yes" }, "alive");
const [event] = await workbench.called(1);
process.stdout.write(`${String(event?.token)}\n`);
setInterval(() => {}, 60_000);
