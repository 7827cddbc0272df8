import type { PayoutDestinationView } from "../../../contract/answers/withdrawals.ts";
import { coolingMs } from "../../access/domain/withdrawal-policy.ts";
import { readPolicies } from "../../access/store/policy-store.ts";
import { TerminalError } from "../../foundation/domain/errors.ts";
import { makeId, tenantOf, uniqueOf } from "../../foundation/domain/ids.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { commitAnew, newRecord } from "../../foundation/services/idempotency.ts";
import { partsOf, tenantOfList } from "../../foundation/services/list-parts.ts";
import { type Page, type PageOf, pageOf } from "../../foundation/services/pages.ts";
import { last4OfAccount, type PayoutDestination } from "../domain/payout-destination.ts";
import type { PayoutProviderName } from "../domain/payout-provider.ts";
import { destinationView } from "../domain/withdrawal-views.ts";
import { createDestination as create, endDestination, readDestination } from "../store/destination-store.ts";
import { type Account, sealAccount } from "./sealed-account.ts";

export async function createDestination(
  deps: VaultDeps,
  request: IdempotentRequest,
  tenantId: string,
  input: Account & { provider: PayoutProviderName; label?: string | undefined },
): Promise<Answer> {
  const nowMs = deps.clock();
  const { provider, account, label } = input;
  const destinationId = makeId("dst", tenantId, deps.random.ulid(nowMs));
  const destination: PayoutDestination = {
    tenantId,
    destinationId,
    provider,
    sealed: sealAccount(deps.vault, destinationId, input),
    last4: last4OfAccount(account),
    ...(label === undefined ? {} : { label }),
    usableFrom: nowMs + coolingMs(await readPolicies(deps.tables, tenantId)),
    createdAt: nowMs,
    updatedAt: nowMs,
    stateSk: uniqueOf(destinationId),
  };
  const answer = { httpStatus: 201, body: destinationView(destination, nowMs) };
  const effect = { answer, resourceId: destinationId, writes: [create(destination)] };
  const result = await commitAnew(deps, newRecord(deps, request, nowMs), effect);
  return result.kind === "replayed" ? result.answer : answer;
}

export async function getDestination(deps: Deps, caller: Caller, destinationId: string) {
  const ref = { tenantId: tenantOf(caller, "dst", destinationId), destinationId };
  return destinationView(found(await readDestination(deps.tables, ref)), deps.clock());
}

export async function listDestinations(deps: Deps, caller: Caller, page: Page): Promise<PageOf<PayoutDestinationView>> {
  const nowMs = deps.clock();
  return pageOf<PayoutDestination, PayoutDestinationView>(deps, page, {
    parts: partsOf(tenantOfList(caller, page), "DEST"),
    keep: () => true,
    view: (destination) => destinationView(destination, nowMs),
  });
}

/** For good, and however often it is asked. What is under way goes there still. */
export async function deleteDestination(deps: Deps, caller: Caller, destinationId: string) {
  const nowMs = deps.clock();
  const ref = { tenantId: tenantOf(caller, "dst", destinationId), destinationId };
  await deps.tables.write(endDestination(ref, nowMs));
  return destinationView(found(await readDestination(deps.tables, ref)), nowMs);
}

function found(destination: PayoutDestination | undefined): PayoutDestination {
  if (!destination) throw new TerminalError("not-found", "there is no payout destination with this id");
  return destination;
}
