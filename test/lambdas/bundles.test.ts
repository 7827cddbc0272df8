import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { build } from "esbuild";

const ROOT = join(import.meta.dirname, "../..");

/** Entry -> the AWS clients that its bundle may hold. A client costs 50 ms of a cold start, so nobody carries one along. */
const CLIENTS: Record<string, string[]> = {
  "lambdas/http/setup/handler.ts": ["dynamodb", "secrets-manager"],
  "lambdas/http/redemptions/handler.ts": ["dynamodb", "secrets-manager"],
  "lambdas/http/operator/handler.ts": ["dynamodb", "secrets-manager"],
  "lambdas/http/payments/handler.ts": ["dynamodb", "secrets-manager"],
  "lambdas/http/webhooks/handler.ts": ["dynamodb", "secrets-manager"],
  // Secrets Manager's on first use, where an edge stands before the API.
  "lambdas/http/default/handler.ts": ["dynamodb", "secrets-manager"],
  "lambdas/queue/redemption-worker.ts": ["dynamodb", "secrets-manager", "sqs"],
  "lambdas/queue/saga-starter.ts": ["sfn", "sqs"],
  "lambdas/queue/refund-worker.ts": ["dynamodb", "secrets-manager", "sqs"],
  "lambdas/queue/webhook-worker.ts": ["dynamodb", "secrets-manager", "sfn", "sqs"],
  "lambdas/payment-saga/handler.ts": ["dynamodb", "secrets-manager", "sfn"],
  "lambdas/stream/outbox-relay.ts": ["dynamodb", "sqs"],
  "lambdas/schedule/sweeper.ts": ["dynamodb", "sfn", "sqs"],
  "sandbox/exchange/handler.ts": ["dynamodb", "secrets-manager"],
  "sandbox/channel/handler.ts": ["dynamodb", "secrets-manager"],
};

test("each function carries the clients it uses and no other", async () => {
  const { metafile } = await build({
    entryPoints: Object.keys(CLIENTS).map((entry) => join(ROOT, entry)),
    absWorkingDir: ROOT,
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    target: "node24",
    format: "esm",
    mainFields: ["module", "main"],
    minify: true,
    outdir: "unused",
    outExtension: { ".js": ".mjs" },
  });
  const carried: Record<string, string[]> = {};
  for (const { entryPoint, inputs } of Object.values(metafile.outputs)) {
    if (!entryPoint) continue;
    const names = Object.entries(inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => /@aws-sdk\/client-([a-z-]+)\//.exec(path)?.[1])
      .filter((name) => name !== undefined);
    carried[entryPoint] = [...new Set(names)].sort();
    // The shapes of answers are for documents and tests: making them would cost every cold start.
    expect(Object.keys(inputs).filter((path) => /^contract\/(answer|openapi)/.test(path))).toEqual([]);
  }

  expect(carried).toEqual(CLIENTS);
});
