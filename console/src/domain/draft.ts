import { type Money, moneyOfDecimal } from "../../../core/foundation/domain/money.ts";
import { typedAmountOf } from "../format/money.ts";
import type { Action, Field } from "./actions/action.ts";

/** What an operator has typed into an action's dialog. */
export interface Draft {
  reason: string;
  amount: string;
  currency: string;
  fields: Readonly<Record<string, string>>;
}

const IN_PATH = /\{(\w+)\}/g;
const WHOLE = /^\d{1,9}$/;
/** The contract's bounds of an operator's reason. */
const REASON_CHARS = { min: 10, max: 500 };

/** The sum that is meant, where the action asks for one that nobody else knows. */
export function moneyOf({ asksAmount }: Action, { amount, currency }: Draft): Money | undefined {
  return asksAmount ? moneyOfDecimal(amount.trim(), asksAmount.currency ?? currency.trim().toUpperCase()) : undefined;
}

/** What is still missing before it can be sent, in words; empty: nothing. */
export function missingIn(action: Action, draft: Draft): string[] {
  const chars = [...draft.reason.trim()].length;
  const wanted = action.typed && typedAmountOf(action.typed);
  return [
    ...(action.fields ?? []).flatMap(({ name, label, isRequired, isNumber }) => {
      const text = (draft.fields[name] ?? "").trim();
      if (text === "") return isRequired ? [label.toLowerCase()] : [];
      return isNumber && !WHOLE.test(text) ? [`${label.toLowerCase()} as a whole number`] : [];
    }),
    ...(wanted === undefined || withoutGroups(draft.amount) === wanted
      ? []
      : [`the amount as it stands above, ${wanted}`]),
    ...(action.asksAmount && moneyOf(action, draft) === undefined ? ["an amount, as in 25.00"] : []),
    ...(action.hasNoReason || (chars >= REASON_CHARS.min && chars <= REASON_CHARS.max)
      ? []
      : [`a reason of ${REASON_CHARS.min} to ${REASON_CHARS.max} characters`]),
  ];
}

/** Where it is sent to. */
export function pathOf({ path }: Pick<Action, "path">, { fields }: Pick<Draft, "fields">): string {
  return path.replaceAll(IN_PATH, (_all, name: string) => encodeURIComponent((fields[name] ?? "").trim()));
}

/** The request's body. Fields that were left empty are not in it. */
export function bodyOf(action: Action, draft: Draft): Record<string, unknown> | undefined {
  const { hasNoReason, path } = action;
  const fields = (action.fields ?? []).filter(({ name }) => !path.includes(`{${name}}`));
  if (hasNoReason && fields.length === 0) return action.body;
  const money = moneyOf(action, draft);
  const typed = fields.map((field) => ({ field, text: (draft.fields[field.name] ?? "").trim() }));
  const given = typed.filter(({ text }) => text !== "");
  return {
    ...action.body,
    ...Object.fromEntries(given.map(({ field, text }) => [field.name, sentAs(field, text)])),
    ...(money ? { amount: money } : {}),
    ...(hasNoReason ? {} : { reason: draft.reason.trim() }),
  };
}

function sentAs({ isNumber, isList }: Field, text: string): unknown {
  if (isList)
    return text
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== "");
  return isNumber ? Number(text) : text;
}

/** `1,234.50` is how the page itself writes it. */
function withoutGroups(amount: string): string {
  return amount.trim().replaceAll(/,(?=\d{3}(?:\D|$))/g, "");
}
