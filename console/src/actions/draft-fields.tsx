import { useId } from "preact/hooks";
import type { Action } from "../domain/actions/action.ts";
import type { Draft } from "../domain/draft.ts";

interface DraftFieldsProps {
  action: Action;
  draft: Draft;
  set(draft: Draft): void;
  /** What was sent and may have taken effect is sent again as it was, or not at all. */
  isFixed: boolean;
}

/** What a dialog asks. */
export function DraftFields({ action, draft, set, isFixed }: DraftFieldsProps) {
  const { typed, asksAmount, fields = [], hasNoReason } = action;
  return (
    <fieldset class="draft" disabled={isFixed}>
      {fields.map(({ name, label, hint, isRequired }) => (
        <TextField
          key={name}
          label={isRequired ? label : `${label} (if there is one)`}
          hint={hint}
          value={draft.fields[name] ?? ""}
          set={(text) => set({ ...draft, fields: { ...draft.fields, [name]: text } })}
        />
      ))}
      {typed && (
        <TextField
          label={`Type the amount again (${typed.currency})`}
          value={draft.amount}
          set={(amount) => set({ ...draft, amount })}
        />
      )}
      {asksAmount && (
        <TextField
          label={asksAmount.currency ? `Amount (${asksAmount.currency})` : "Amount"}
          hint="As the vendor's books have it, for example 25.00"
          value={draft.amount}
          set={(amount) => set({ ...draft, amount })}
        />
      )}
      {asksAmount && asksAmount.currency === undefined && (
        <TextField label="Currency" value={draft.currency} set={(currency) => set({ ...draft, currency })} />
      )}
      {!hasNoReason && (
        <TextField
          label="Reason"
          hint="10 to 500 characters; it stands in the audit"
          value={draft.reason}
          set={(reason) => set({ ...draft, reason })}
        />
      )}
    </fieldset>
  );
}

interface TextFieldProps {
  label: string;
  hint?: string | undefined;
  value: string;
  set(text: string): void;
}

function TextField({ label, hint, value, set }: TextFieldProps) {
  const id = useId();
  return (
    <p>
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        value={value}
        autocomplete="off"
        spellcheck={false}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onInput={(event) => set(event.currentTarget.value)}
      />
      {hint && (
        <small id={`${id}-hint`} class="quiet">
          {hint}
        </small>
      )}
    </p>
  );
}
