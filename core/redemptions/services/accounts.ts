import { RetryableError, TerminalError } from "../../foundation/domain/errors.ts";
import { makeId, tenantOf, uniqueOf } from "../../foundation/domain/ids.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { commit, newRecord } from "../../foundation/services/idempotency.ts";
import { type Page, type PageOf, pageOf, partsOf, tenantsOf } from "../../foundation/services/pages.ts";
import { audit } from "../../foundation/store/audit-store.ts";
import { accountKey, listOfAccounts } from "../../foundation/store/keys.ts";
import { type Account, type AccountStatus, accountView, type LoginStatus } from "../domain/account.ts";
import { add, changeLogin, readAccount } from "../store/account-store.ts";

/** An account changes hands within milliseconds; three readings find one moment between. */
const TRIES_MAX = 3;
const BUSY_RETRY_AFTER_MS = 1000;

export async function createAccount(
  deps: VaultDeps,
  request: IdempotentRequest,
  tenantId: string,
  input: { country: string; currency: string; label?: string | undefined },
): Promise<Answer> {
  const nowMs = deps.clock();
  const accountId = makeId("acc", tenantId, deps.random.ulid(nowMs));
  const { country, currency, label } = input;
  const account: Account = {
    tenantId,
    accountId,
    country,
    currency,
    ...(label === undefined ? {} : { label }),
    loginStatus: "ACTIVE",
    status: "WAITING",
    balance: 0,
    fencingToken: 0,
    createdAt: nowMs,
    updatedAt: nowMs,
    stateSk: uniqueOf(accountId),
  };
  const answer = { httpStatus: 201, body: accountView(account) };
  const result = await commit(
    deps,
    newRecord(deps, request, nowMs),
    { answer, resourceId: accountId, writes: [add(account)] },
    nowMs,
  );
  return result.kind === "replayed" ? result.answer : answer;
}

/** Logged out, an account is not picked any more; a lease that it is under goes on to its end. */
export async function changeLoginStatus(
  deps: VaultDeps,
  request: IdempotentRequest,
  caller: Caller,
  accountId: string,
  { loginStatus }: { loginStatus: LoginStatus },
): Promise<Answer> {
  const tenantId = tenantOf(caller, "acc", accountId);
  const nowMs = deps.clock();
  const entry = newRecord(deps, request, nowMs);
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const seen = await readAccount(deps.tables, tenantId, accountId);
    if (!seen) throw new TerminalError("not-found", "there is no account with this id");
    const answer = { httpStatus: 200, body: accountView({ ...seen, loginStatus, updatedAt: nowMs }) };
    const writes = [changeLogin(seen, loginStatus, nowMs)];
    if (caller.kind === "operator") {
      const auditId = deps.random.ulid(nowMs);
      writes.push(
        audit(accountKey(tenantId, accountId), {
          auditId,
          by: caller.keyId,
          action: "account.change-login",
          reason: `loginStatus ${loginStatus}`,
          at: nowMs,
        }),
      );
    }
    const result = await commit(deps, entry, { answer, resourceId: accountId, writes }, nowMs);
    if (result.kind === "committed") return answer;
    if (result.kind === "replayed") return result.answer;
  }
  throw new RetryableError("overloaded", "the account changes hands right now", BUSY_RETRY_AFTER_MS);
}

export async function getAccount(deps: Deps, caller: Caller, accountId: string) {
  const account = await readAccount(deps.tables, tenantOf(caller, "acc", accountId), accountId);
  if (!account) throw new TerminalError("not-found", "there is no account with this id");
  return accountView(account);
}

export async function listAccounts(
  deps: Deps,
  caller: Caller,
  page: Page & { status?: AccountStatus | undefined },
): Promise<PageOf<ReturnType<typeof accountView>>> {
  const { status } = page;
  const tenants = await tenantsOf(deps, caller, page);
  return pageOf<Account, ReturnType<typeof accountView>>(deps, page, {
    parts: partsOf(tenants, "ACC", status && ((tenantId, shard) => listOfAccounts(tenantId, status, shard))),
    keyOf: ({ pk, sk }) => ({ pk: String(pk), sk: String(sk) }),
    keep: (account) => status === undefined || account.status === status,
    view: accountView,
  });
}
