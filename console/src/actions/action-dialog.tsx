import { useState } from "preact/hooks";
import type { WalletList } from "../../../contract/answers/money.ts";
import { useRead } from "../api/use-read.ts";
import type { Action } from "../domain/actions/action.ts";
import { bodyOf, type Draft, missingIn, moneyOf, pathOf } from "../domain/draft.ts";
import type { Progress } from "../domain/progress.ts";
import { Dialog } from "../ui/dialog.tsx";
import { ProblemNote } from "../ui/notes.tsx";
import { Amount, Status } from "../ui/values.tsx";
import { DraftFields } from "./draft-fields.tsx";
import { EffectsTable } from "./effects-table.tsx";
import { useAction } from "./use-action.ts";

export interface ActionDialogProps {
  action: Action;
  /** Of the thing, by the newest read. */
  status: string;
  /** Whose money it is. */
  merchantId: string | undefined;
  /** By the newest read: it may have gone on meanwhile. */
  isStillOffered: boolean;
  /** It is not where the dialog was opened any more, so that nothing newer is known of it. */
  isGone: boolean;
  /** The thing has changed, by this or by somebody else. */
  onChange(): void;
  onClose(): void;
}

const EMPTY: Draft = { reason: "", amount: "", currency: "", fields: {} };

/** Says what will happen, asks why, and has the sum typed again before it is sent. */
export function ActionDialog(props: ActionDialogProps) {
  const { action, status, merchantId, isGone, onChange, onClose } = props;
  const isStillOffered = props.isStillOffered && !isGone;
  const [draft, setDraft] = useState(EMPTY);
  const { progress, send } = useAction(action.method);
  const missing = missingIn(action, draft);
  const isUnknown = progress.kind === "unknown";
  const isSending = progress.kind === "sending";
  const isOpen = isStillOffered || isUnknown || isSending;
  const submit = async () => {
    if (missing.length > 0 || !isOpen) return;
    const ended = await send(pathOf(action, draft), bodyOf(action, draft));
    // Whatever was refused, the page behind may be older than the refusal.
    if (ended === "done" || ended === "refused") onChange();
  };
  if (progress.kind === "done") return <Done {...props} draft={draft} answer={progress.answer} />;
  return (
    <Dialog title={action.title} isBusy={isSending} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <WhatWillHappen action={action} status={status} />
        <Effects action={action} draft={draft} merchantId={merchantId} />
        {action.isFinal && <p class="warning">It cannot be taken back.</p>}
        <DraftFields action={action} draft={draft} set={setDraft} isFixed={isSending || isUnknown} />
        <Refusal progress={progress} status={status} isGone={isGone} isStillOffered={isStillOffered} />
        {missing.length > 0 && isOpen && <p class="quiet">Still needed: {missing.join("; ")}.</p>}
        <div class="actions">
          <button type="button" onClick={onClose} disabled={isSending}>
            Cancel
          </button>
          <button type="submit" class="main" disabled={missing.length > 0 || isSending || !isOpen}>
            {isSending ? "Sending …" : isUnknown ? "Try again" : action.title}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function WhatWillHappen({ action, status }: { action: Action; status: string }) {
  return (
    <>
      {action.will.map((line) => (
        <p key={line}>{line}</p>
      ))}
      <p class="leads">
        <Status of={status} /> <span aria-hidden="true">→</span>
        <span class="hidden">becomes</span>
        {action.leadsTo.map((to) => (
          <Status key={to} of={to} />
        ))}
      </p>
      {action.typed && (
        <p>
          Amount: <Amount of={action.typed} />
        </p>
      )}
    </>
  );
}

/** Read once: before it was sent, or after it is done. */
function Effects({ action, draft, merchantId }: Pick<ActionDialogProps, "action" | "merchantId"> & { draft: Draft }) {
  const effects = action.effects?.(moneyOf(action, draft)) ?? [];
  const hasWallet = merchantId !== undefined && effects.some(({ part }) => part !== undefined);
  const wallets = useRead<WalletList>(hasWallet ? "/v1/wallets" : undefined, { merchantId });
  return <EffectsTable effects={effects} wallets={wallets.data} />;
}

function Refusal({
  progress,
  status,
  isGone,
  isStillOffered,
}: { progress: Progress } & Pick<ActionDialogProps, "status" | "isGone" | "isStillOffered">) {
  if (progress.kind !== "refused" && progress.kind !== "unknown")
    return isGone ? <p role="status">It is not on the page any more.</p> : null;
  const { error } = progress;
  return (
    <>
      <ProblemNote error={error} />
      {error.status === 409 && isGone && (
        <p role="status">It is not on the page any more: it was dealt with meanwhile.</p>
      )}
      {error.status === 409 && !isGone && (
        <p role="status">
          It is now <Status of={status} />
          {isStillOffered ? "" : ", and this cannot be done any more."}
        </p>
      )}
    </>
  );
}

function Done({
  action,
  answer,
  draft,
  status,
  merchantId,
  isGone,
  onClose,
}: Pick<ActionDialogProps, "action" | "status" | "merchantId" | "isGone" | "onClose"> & {
  answer: unknown;
  draft: Draft;
}) {
  const parts = (action.effects?.(moneyOf(action, draft)) ?? []).flatMap((each) =>
    each.part ? [{ ...each, change: 0 }] : [],
  );
  const wallets = useRead<WalletList>(merchantId !== undefined && parts.length > 0 ? "/v1/wallets" : undefined, {
    merchantId,
  });
  return (
    <Dialog title={action.title} onClose={onClose}>
      <p role="status">
        {action.told ? (
          "Done."
        ) : isGone ? (
          "Done. It is not on the page any more."
        ) : (
          <>
            Done. It is <Status of={status} /> now. What goes on in the background shows after a refresh.
          </>
        )}
      </p>
      {action.told?.(answer).map((line) => (
        <p key={line}>{line}</p>
      ))}
      {wallets.data && parts.length > 0 && (
        <p>
          The wallet has{" "}
          {parts.map(({ part = "available", currency }) => {
            const wallet = wallets.data?.items.find((each) => each.currency === currency);
            return wallet ? (
              <span key={part}>
                <Amount of={wallet[part]} /> {part}{" "}
              </span>
            ) : null;
          })}
          now.
        </p>
      )}
      <div class="actions">
        <button type="button" class="main" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
