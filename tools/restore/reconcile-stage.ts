import { writeFileSync } from "node:fs";
import { paginateScan } from "@aws-sdk/lib-dynamodb";
import { CONTRACT } from "../../core/foundation/domain/limits.ts";
import type { IdempotencyRecord } from "../../core/foundation/store/idempotency-store.ts";
import type { Stage } from "../../lib/stages.ts";
import type { StageFunction } from "./place.ts";
import { requireSeenSecrets } from "./seen-secrets.ts";
import type { Restored } from "./stage-file.ts";
import { stated } from "./stated.ts";
import type { Statement } from "./statement.ts";

interface StageReconciliation {
  stage: Pick<Stage, "name" | "region">;
  restored: Restored & { marker: NonNullable<Restored["marker"]> };
  functions: readonly Pick<StageFunction, "variables">[];
  /** A path. */
  report: string;
  /** What stands in for lists. */
  statement?: Statement | undefined;
  tell: (doing: string) => void;
}

/** Of a call with all the time that it may have. */
const HOUR_MS = 3_600_000;

/**
 * Runs here, with what its functions know: none of them can run while the doors are closed, and none has all the rights or the time.
 * It is done once in a process, whose environment becomes theirs.
 */
export async function reconcileStage({
  stage,
  restored,
  functions,
  report,
  statement = { charges: new Map(), payouts: new Map() },
  tell,
}: StageReconciliation): Promise<string> {
  for (const { variables } of functions) Object.assign(process.env, variables);
  const quiet = { POWERTOOLS_LOG_LEVEL: "CRITICAL", POWERTOOLS_METRICS_DISABLED: "true" };
  Object.assign(process.env, quiet, stage.region === undefined ? {} : { AWS_REGION: stage.region });
  // After the environment: the modules read it while they load.
  const { accountsOf, reviewsSince, wholeStage } = await import("../../lambdas/restore/stage.ts");
  const { reconcile } = await import("../../lambdas/restore/reconcile.ts");
  const { deps, transient, client } = await wholeStage();
  const { to, at } = restored.marker;
  const unseen = restored.beside ? await requireSeenSecrets(deps.tables, await sealingSecrets()) : [];
  const { closed, ...accounts } = await accountsOf(deps);
  const parts: { part: string; found: object | string }[] = closed.map((part) => ({ part, found: "cannot be called" }));
  for (const name of unseen) parts.push({ part: `secret ${name}`, found: { compared: false } });
  const { told } = await reconcile(deps, {
    ...stated(accounts, statement),
    restored: { toMs: Date.parse(to), atMs: Date.parse(at) },
    records: async function* () {
      const scan = { TableName: transient, ConsistentRead: true };
      for await (const { Items = [] } of paginateScan({ client }, scan))
        yield Items.filter(({ pk }) => String(pk).startsWith("IDEM#")) as IdempotencyRecord[];
    },
    remainingMs: () => HOUR_MS,
    onPart: (part, found) => {
      parts.push({ part, found });
      tell(part);
    },
  });
  const reviews = await reviewsSince(deps, Date.parse(at));
  const lost = told.map(({ ownerId, route, key, requestId, resourceId, startedAt, httpStatus }) => ({
    ...{ ownerId, route, key, requestId, resourceId, httpStatus },
    at: new Date(startedAt).toISOString(),
  }));
  // What was answered earlier than its key lives is in no table any more: nobody can say what of it is lost.
  const answersKnownSince = new Date(Date.now() - CONTRACT.idempotencyTtlMs).toISOString();
  const text = JSON.stringify({ stage: stage.name, to, at, answersKnownSince, parts, lost, reviews }, undefined, 2);
  writeFileSync(report, `${text}\n`, { mode: 0o600 });
  const unlisted = parts.filter(({ found }) => typeof found === "string").length;
  return `${lost.length} lost answers, ${reviews.length} reviews, ${unlisted} vendors that could not be asked: ${report}`;
}

/** Those that were written into stages.json by hand, and of which each stage has some others, too. */
async function sealingSecrets() {
  const { environment } = await import("../../lambdas/runtime/runtime.ts");
  const { readSecret } = await import("../../lambdas/runtime/secrets.ts");
  const env = environment("CODE_PEPPER_SECRET", "CODE_CIPHER_SECRET");
  const [pepper, cipher] = await Promise.all([readSecret(env.CODE_PEPPER_SECRET), readSecret(env.CODE_CIPHER_SECRET)]);
  return { pepper, cipher };
}
