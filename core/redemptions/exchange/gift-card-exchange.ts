/** The HTTP adapter to a gift card exchange. The wire is described in `docs/exchange.md`. */

import * as z from "zod/mini";
import { normaliseCode } from "../../foundation/domain/gift-card-code.ts";
import { isAmount } from "../../foundation/domain/money.ts";
import { makeSignedPost, type SignedPeer } from "../../foundation/providers/signed-post.ts";
import { STATED_MONEY, statementsOf } from "../../foundation/providers/statements.ts";
import type { ExchangeAccount, GiftCardExchange, LookupCall, RedeemCall } from "../domain/exchange.ts";
import {
  DECLINE_REASONS,
  type LookupOutcome,
  type RedeemOutcome,
  type UnknownReason,
  WITHHELD,
} from "../domain/outcome.ts";

export type ExchangeOptions = Omit<SignedPeer, "name">;

const ECHO = { providerKey: z.string() };
const REFERENCE = z.string().check(z.regex(/^[\x20-\x7e]{1,128}$/));

const SUCCEEDED = z.object({
  ...ECHO,
  status: z.literal("succeeded"),
  amount: z.object({ amount: z.number().check(z.refine(isAmount)), currency: z.string() }),
  reference: REFERENCE,
  accountId: z.optional(z.string().check(z.maxLength(128))),
});
const DECLINED = z.object({ ...ECHO, status: z.literal("declined"), reason: z.enum(DECLINE_REASONS) });
const NOT_FOUND = z.object({ ...ECHO, status: z.literal("not_found") });

const STATED = z.object({ ...ECHO, amount: STATED_MONEY });

const REDEEM_ANSWER = z.discriminatedUnion("status", [SUCCEEDED, DECLINED]);
const LOOKUP_ANSWER = z.discriminatedUnion("status", [SUCCEEDED, DECLINED, NOT_FOUND]);

/** Throws when the options cannot work, so that a wrong deployment stops at its start and not card by card. */
export function makeGiftCardExchange(options: ExchangeOptions): GiftCardExchange {
  const post = makeSignedPost({ ...options, name: "exchange" });

  return {
    list: statementsOf(post, STATED, (entry) => entry),

    async redeem({ providerKey, code, account, timeoutMs }: RedeemCall): Promise<RedeemOutcome> {
      const { accountId, country, currency } = account;
      const content = { providerKey, code, account: { accountId, country, currency } };
      const answer = await post("/redemptions", providerKey, content, timeoutMs);
      if ("unknown" in answer) return unknown(answer.unknown);

      const parsed = REDEEM_ANSWER.safeParse(answer.json);
      if (!parsed.success || parsed.data.providerKey !== providerKey) return unknown("response-invalid");
      return outcomeOf(parsed.data, account, code);
    },

    async lookup({ providerKey, code, account, timeoutMs }: LookupCall): Promise<LookupOutcome> {
      const answer = await post("/lookups", providerKey, { providerKey }, timeoutMs);
      if ("unknown" in answer) return unknown(answer.unknown);

      const parsed = LOOKUP_ANSWER.safeParse(answer.json);
      if (!parsed.success || parsed.data.providerKey !== providerKey) return unknown("response-invalid");
      if (parsed.data.status === "not_found") return { outcome: "not-found" };
      return outcomeOf(parsed.data, account, code);
    },
  };
}

function outcomeOf(answer: z.infer<typeof REDEEM_ANSWER>, account: ExchangeAccount, code?: string): RedeemOutcome {
  if (answer.status === "declined") return { outcome: "declined", reason: answer.reason };
  if (answer.amount.currency !== account.currency) return unknown("currency-mismatch");
  const { amount, accountId } = answer;
  const providerReference = referenceWithout(code, answer.reference);
  return { outcome: "succeeded", amount, providerReference, ...(accountId === undefined ? {} : { accountId }) };
}

/** References are stored and shown. One that repeats the code is withheld; the effect stays true. */
function referenceWithout(code: string | undefined, reference: string): string {
  return code !== undefined && normaliseCode(reference).includes(normaliseCode(code)) ? WITHHELD : reference;
}

function unknown(reason: UnknownReason): { outcome: "unknown"; reason: UnknownReason } {
  return { outcome: "unknown", reason };
}
