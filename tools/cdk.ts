/** `cdk.ts <command> [--stage NAME] [the CDK's own arguments]`: the stock CDK CLI, for one of the stages in stages.json. */
import { spawnSync } from "node:child_process";
import { argumentsOf } from "./cdk-arguments.ts";

const { status } = spawnSync("cdk", argumentsOf(process.argv.slice(2)), { stdio: "inherit" });
process.exitCode = status ?? 1;
