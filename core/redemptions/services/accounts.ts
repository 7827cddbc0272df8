import type { AccountView } from "../../../contract/answers/redemptions.ts";
import { TerminalError } from "../../foundation/domain/errors.ts";
import { makeId, tenantOf, uniqueOf } from "../../foundation/domain/ids.ts";
import { decideAndCommit } from "../../foundation/services/decide-and-commit.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { commitAnew, newRecord } from "../../foundation/services/idempotency.ts";
import { listByStatus, type Page, type PageOf } from "../../foundation/services/pages.ts";
import { audit } from "../../foundation/store/audit-store.ts";
import type { Account, AccountStatus, LoginStatus } from "../domain/account.ts";
import { accountView } from "../domain/setup-view.ts";
import { add, changeLogin, readAccount } from "../store/account-store.ts";
import { accountKey, listOfAccounts } from "../store/keys.ts";

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
  const effect = { answer, resourceId: accountId, writes: [add(account)] };
  const result = await commitAnew(deps, newRecord(deps, request, nowMs), effect);
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
  return decideAndCommit(deps, request, {
    resourceId: accountId,
    busy: "the account is changing hands right now",
    decide: async (nowMs) => {
      const seen = await readAccount(deps.tables, tenantId, accountId);
      if (!seen) throw new TerminalError("not-found", "there is no account with this id");
      const story = () => ({
        auditId: deps.random.ulid(nowMs),
        by: caller.keyId,
        action: "account.change-login",
        reason: `loginStatus ${loginStatus}`,
        at: nowMs,
      });
      return {
        answer: { httpStatus: 200, body: accountView({ ...seen, loginStatus, updatedAt: nowMs }) },
        writes: [
          changeLogin(seen, loginStatus, nowMs),
          ...(caller.kind === "operator" ? [audit(accountKey(tenantId, accountId), story())] : []),
        ],
      };
    },
  });
}

export async function getAccount(deps: Deps, caller: Caller, accountId: string) {
  const account = await readAccount(deps.tables, tenantOf(caller, "acc", accountId), accountId);
  if (!account) throw new TerminalError("not-found", "there is no account with this id");
  return accountView(account);
}

export function listAccounts(
  deps: Deps,
  caller: Caller,
  page: Page & { status?: AccountStatus | undefined },
): Promise<PageOf<AccountView>> {
  const statusOf = ({ status }: Account) => status;
  return listByStatus(deps, caller, page, { kind: "ACC", partitionOf: listOfAccounts, statusOf, view: accountView });
}
