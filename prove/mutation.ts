/**
 * A protection that is taken away: clauses of writes' conditions (`redemption.claim.epochAsSeen`), a whole write of a
 * transaction, as when an intent or a tombstone were forgotten (`redemption.send`), or a settle window (`exchange`).
 */
export type Mutation =
  | {
      kind: "clauses";
      names: readonly string[];
      /** Where the faults gather, whatever else is taken away with it: the world stays the same up to there. */
      focus?: string;
    }
  | { kind: "write"; name: string }
  | { kind: "settle"; name: "exchange" | "channel" };

export function titleOf(mutation: Mutation): string {
  return mutation.kind === "clauses" ? mutation.names.join(" and ") : `${mutation.kind} ${mutation.name}`;
}

/** What `titleOf` has named. Of several clauses the first is the one that the others cover for. */
export function mutationOf(title: string): Mutation {
  const [kind, name = ""] = title.split(" ");
  if (kind === "settle" && (name === "exchange" || name === "channel")) return { kind, name };
  if (kind === "write") return { kind, name };
  const names = title.split(" and ");
  return { kind: "clauses", names, ...(names[1] && names[0] ? { focus: names[0] } : {}) };
}

/** The same world with the protection in its place. A settle window is a limit, and another limit makes another world. */
export function withoutDamage(mutation: Mutation): Mutation | undefined {
  if (mutation.kind === "settle") return undefined;
  const focus = mutation.kind === "write" ? `${mutation.name}.` : (mutation.focus ?? mutation.names[0]);
  return { kind: "clauses", names: [], ...(focus === undefined ? {} : { focus }) };
}

/** `<write>.<clause>`, and a write's own name has a dot too. */
export function writeOf(clause: string): string {
  return clause.slice(0, clause.lastIndexOf("."));
}

/** The calls at which the damage is done, as the trace names them. */
export function focusOf(mutation: Mutation | undefined): ReadonlySet<string> {
  if (!mutation) return new Set();
  if (mutation.kind === "settle")
    return new Set(
      mutation.name === "exchange" ? ["redeem", "redemption.send"] : ["charge", "step.send", "refund.send"],
    );
  if (mutation.kind === "write") return new Set([mutation.name]);
  return new Set(mutation.focus === undefined ? mutation.names.map(writeOf) : [writeOf(mutation.focus)]);
}
