import type { ApiKeyView, MerchantView } from "../../../../contract/answers/access.ts";
import type { ForgottenView } from "../../../../contract/answers/privacy.ts";
import { MERCHANT_TRANSITIONS, type MerchantMove, MOVES } from "../../../../core/access/domain/merchant.ts";
import type { KeptReason } from "../../../../core/foundation/domain/forgetting.ts";
import { CONTRACT } from "../../../../core/foundation/domain/limits.ts";
import { pathTo } from "../../router/route.ts";
import { type Action, type Field, offer } from "./action.ts";

const TITLES: Record<MerchantMove, string> = { activate: "Activate", suspend: "Suspend", close: "Close" };
const WILL: Record<MerchantMove, string> = {
  activate: "Its keys may do what their scopes say.",
  suspend: "Within a minute its keys read and do nothing else.",
  close: "Refused while work is open or money is left in a wallet.",
};

/** What the table lets an operator do with a merchant, and what it may ask for, which no table limits. */
export function merchantActions(merchant: Pick<MerchantView, "merchantId" | "status">): Action[] {
  const { merchantId, status } = merchant;
  const moves = Object.keys(MOVES) as MerchantMove[];
  const moved = moves.flatMap((move) =>
    offer(
      MERCHANT_TRANSITIONS,
      status,
      { on: [move] },
      { title: TITLES[move], path: `/v1${pathTo("merchants", merchantId, move)}`, will: [WILL[move]] },
    ),
  );
  return [...moved, limiting(merchant), forgetting(merchant)];
}

/** Docs/privacy.md: no user has a page, so it is asked for where the user's merchant is. */
function forgetting({ merchantId, status }: Pick<MerchantView, "merchantId" | "status">): Action {
  const more = (name: string, label: string): Field => ({
    name,
    label,
    hint: "Which of these are the user's only the merchant knows. Several with commas between",
    isRequired: false,
    isList: true,
  });
  return {
    title: "Forget a user",
    path: "/v1/users/{userId}/forget",
    will: [
      "The name is emptied from whatever has ended: orders, uses of codes, subscriptions, and what else is named below.",
      "Amounts, ids and moments stay, and so does what was counted for the user. Write no name into the reason.",
    ],
    leadsTo: [status],
    isFinal: true,
    body: { merchantId },
    fields: [
      { name: "userId", label: "User", hint: "As the merchant names its user", isRequired: true },
      more("customerIds", "Customers"),
      more("receivers", "Email addresses and telephone numbers"),
      more("destinationIds", "Payout destinations"),
    ],
    told: (answer) => forgottenInWords(answer as ForgottenView),
  };
}

const KEPT_BECAUSE: Record<KeptReason, string> = {
  "under-way": "it has not ended",
  active: "a subscription that runs",
  "in-use": "its merchant has not deleted it",
  "ended-lately": "it was deleted within the hour",
  changing: "it was written meanwhile",
};

function forgottenInWords({ emptied, kept, keptCount, isComplete }: ForgottenView): string[] {
  const counts = Object.entries(emptied).filter(([, count]) => count > 0);
  const words = counts.map(([kind, count]) => `${count} ${wordsOf(kind)}`);
  return [
    `Emptied: ${words.join(", ") || "nothing that was not empty before"}.`,
    ...kept.map(({ id, why }) => `${id} still has the name: ${KEPT_BECAUSE[why]}.`),
    ...(keptCount > kept.length ? [`${keptCount - kept.length} more still have it.`] : []),
    ...(isComplete ? [] : ["There are more rows: do it again."]),
  ];
}

/** `codeRedemptions`: code redemptions. */
const wordsOf = (kind: string) => kind.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function limiting({ merchantId, status }: Pick<MerchantView, "merchantId" | "status">): Action {
  const { requestsPerSecondMin, requestsPerSecondMax, requestLot, requestBurstMax } = CONTRACT;
  return {
    title: "Limit requests",
    method: "PUT",
    path: `/v1${pathTo("merchants", merchantId, "request-limit")}`,
    will: [
      "All of its keys together may make so many requests. Within a minute every function knows the new limit.",
      "A merchant that is being refused now first waits until it has earned, at the old rate, what it has had.",
    ],
    leadsTo: [status],
    hasNoReason: true,
    fields: [
      {
        name: "requestsPerSecond",
        label: "Requests a second",
        hint: `${requestsPerSecondMin} to ${requestsPerSecondMax}`,
        isRequired: true,
        isNumber: true,
      },
      {
        name: "burst",
        label: "Requests at once",
        hint: `After it has been quiet: ${requestLot} to ${requestBurstMax}`,
        isRequired: true,
        isNumber: true,
      },
    ],
  };
}

/** A key has no table: one that is not revoked can be. */
export function keyActions({ keyId, status }: Pick<ApiKeyView, "keyId" | "status">): Action[] {
  if (status === "REVOKED") return [];
  return [
    {
      title: "Revoke",
      path: `/v1${pathTo("api-keys", keyId, "revoke")}`,
      will: ["The key stops working within a minute, for good. Whoever needs one gets another key."],
      leadsTo: ["REVOKED"],
      isFinal: true,
    },
  ];
}

/** The API shows a new secret to whoever may hold it: a merchant's to any operator, the platform's to the key itself. */
export function mayRotate({ status }: Pick<ApiKeyView, "status">): boolean {
  return status === "ACTIVE";
}
