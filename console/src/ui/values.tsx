import { tenantIn } from "../../../core/foundation/domain/ids.ts";
import type { Money } from "../../../core/foundation/domain/money.ts";
import { useApp } from "../app-context.ts";
import { countText } from "../format/count.ts";
import { amountText } from "../format/money.ts";
import { ageText, localText, utcText } from "../format/time.ts";
import { visible } from "../format/visible.ts";
import { pathTo } from "../router/route.ts";
import { Link } from "../router/router.tsx";
import { placeOfId } from "../router/search.ts";
import { toneOf } from "./tone.ts";

/** What is not there. */
export function None() {
  return <span class="none">–</span>;
}

/** UTC, with the operator's own time on hover. */
export function Time({ at }: { at: string | null | undefined }) {
  if (!at) return <None />;
  return (
    <time class="num" dateTime={at} title={localText(at)}>
      {utcText(at)}
    </time>
  );
}

/** How old it is, by the console's clock; the moment itself on hover. */
export function Age({ at }: { at: string | null | undefined }) {
  const { clock } = useApp();
  if (!at) return <None />;
  return (
    <time class="num" dateTime={at} title={`${utcText(at)} UTC · ${localText(at)}`}>
      {ageText(at, clock())}
    </time>
  );
}

export function Amount({ of }: { of: Money | null | undefined }) {
  return of ? <span class="num amount">{amountText(of)}</span> : <None />;
}

/** How many; `tone`: of what is not nothing and should be. */
export function Count({ of, tone }: { of: number; tone?: "bad" | "person" | "doubt" }) {
  return <span class={of > 0 && tone ? `num count ${tone}` : "num count"}>{countText(of)}</span>;
}

/** `as`: the word that says how it looks, where one word means two things. */
export function Status({ of, as = of }: { of: string | null | undefined; as?: string | null | undefined }) {
  if (!of) return <None />;
  return <span class={`status ${toneOf(as ?? of)}`}>{of.replaceAll("_", " ").toLowerCase()}</span>;
}

/** An id in full, and a link where it has a page. */
export function Id({ of }: { of: string | null | undefined }) {
  if (!of) return <None />;
  const path = placeOfId(of);
  if (path === undefined) return <span class="id">{of}</span>;
  return (
    <Link to={path} class="id">
      {of}
    </Link>
  );
}

/** Whose it is: the id says so. */
export function MerchantOf({ id }: { id: string }) {
  const merchantId = tenantIn(id);
  if (merchantId === undefined) return <None />;
  return (
    <Link to={pathTo("merchants", merchantId)} class="id">
      {merchantId}
    </Link>
  );
}

/** Text as somebody else wrote it: shown, never read as anything but text. */
export function Text({ of }: { of: string | number | null | undefined }) {
  return of === null || of === undefined || of === "" ? <None /> : <span class="text">{visible(String(of))}</span>;
}

/** A page that is not ours: by https only, without a way back into this one. Any other address is text. */
export function Outside({ to }: { to: string | null | undefined }) {
  if (!to?.startsWith("https://")) return <Text of={to} />;
  return (
    <a class="text" href={to} target="_blank" rel="noopener noreferrer">
      {visible(to)}
    </a>
  );
}
