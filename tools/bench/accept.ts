import { IdempotencyConfig, makeIdempotent } from "@aws-lambda-powertools/idempotency";
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
import type { Context } from "aws-lambda";
import { letThrough } from "../../core/access/services/request-rate.ts";
import { CONTRACT } from "../../core/foundation/domain/limits.ts";
import { submissionView } from "../../core/redemptions/domain/redemption-view.ts";
import { submitRedemption } from "../../core/redemptions/services/redemptions.ts";
import { acceptNew, idsOfCard, type Submission } from "../../core/redemptions/services/submission.ts";
import type { AllDeps } from "../../lambdas/runtime/all-deps.ts";
import { benchDeps, makePlan, newCode, newKey, request, TENANT } from "./bench-deps.ts";
import { type BenchTables, NAMES } from "./bench-tables.ts";
import { interleave, ms } from "./measure.ts";
import type { Report } from "./report.ts";

const ROUNDS = 400;
/** A limit that is counted and that no bench comes near. */
const { requestsPerSecondMax: requestsPerSecond, requestBurstMax: burst } = CONTRACT;
const UNREACHED = { requestsPerSecond, burst };
const ROUTE = "POST /v1/redemptions";

interface Event {
  key: string;
  body: { code: string; planId: string; batchId: string };
}

/** Accepting one code: ours, the bare transaction, and the same handler under Powertools, in one loop. */
export async function benchAccept(tables: BenchTables, report: Report): Promise<void> {
  const deps = benchDeps(tables);
  const planId = await makePlan(deps);
  const newEvent = (): Event => ({ key: newKey(), body: { code: newCode(), planId, batchId: "bench" } });
  const submit = ({ key, body }: Event) => submitRedemption(deps, request(ROUTE, body, key), TENANT, body);
  const powertools = underPowertools(deps, tables);
  const [known, knownToPowertools] = [newEvent(), newEvent()];
  await submit(known);
  await powertools(knownToPowertools);

  const { ours, limited, bare, replay, theirs, theirReplay } = await interleave(ROUNDS, tables.meter, {
    ours: { prepare: newEvent, run: submit },
    limited: {
      prepare: newEvent,
      run: async (event) => {
        await letThrough(deps, TENANT, UNREACHED);
        return submit(event);
      },
    },
    bare: {
      prepare: () => acceptNew(deps, submissionOf(deps, newEvent().body), Date.now()).writes,
      run: (writes) => deps.tables.transact(writes),
    },
    replay: { prepare: () => known, run: submit },
    theirs: { prepare: newEvent, run: powertools },
    theirReplay: { prepare: () => knownToPowertools, run: powertools },
  });

  report.check("accepting, requests", ours.requests, { atMost: 1, gate: true });
  report.check("accepting within a merchant's limit, requests", limited.requests, { atMost: 1.05, gate: true });
  report.check("replay, requests", replay.requests, { atMost: 1, gate: true });
  report.note("bare transaction, no idempotency record, p50", ms(bare.p50));
  report.check("accepting, p50 against the bare transaction", ours.p50 / bare.p50, {
    atMost: 1.25,
    unit: " x",
    beside: ms(ours.p50),
    why: "Of the difference, the larger part is the fourth row in the transaction, the rest HMACs, cipher and the JSON of the answer; all of it is this machine's CPU, which the engine shares. On AWS the network round trip is the same in both.",
  });
  report.note("replay, p50", ms(replay.p50));
  report.note(
    "the same under Powertools makeIdempotent, requests",
    `${theirs.requests} (replay ${theirReplay.requests})`,
  );
  report.note(
    "the same under Powertools makeIdempotent, p50",
    `${ms(theirs.p50)}, ${(theirs.p50 / ours.p50).toFixed(1)} x ours (replay ${ms(theirReplay.p50)})`,
  );
}

function submissionOf(deps: AllDeps, { code, planId, batchId }: Event["body"]): Submission {
  return { tenantId: TENANT, ...idsOfCard(deps, TENANT, code), code, planId, batchId, acceptedBy: "bench" };
}

/** What a handler would look like with the package as its documentation shows it, its effect in one transaction. */
function underPowertools(deps: AllDeps, { base }: BenchTables) {
  const config = new IdempotencyConfig({
    eventKeyJmesPath: "key",
    payloadValidationJmesPath: "body",
    throwOnNoIdempotencyKey: true,
  });
  config.registerLambdaContext({ getRemainingTimeInMillis: () => 25_000 } as Context);
  return makeIdempotent(
    async ({ body }: Event) => {
      const { row: redemption, writes } = acceptNew(deps, submissionOf(deps, body), deps.clock());
      await deps.tables.transact(writes);
      return { httpStatus: 202, body: JSON.stringify(submissionView(redemption, false)) };
    },
    { persistenceStore: new DynamoDBPersistenceLayer({ tableName: NAMES.powertools, awsSdkV3Client: base }), config },
  );
}
