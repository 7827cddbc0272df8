import { describe, expect, test } from "@jest/globals";
import { absent, equals } from "../../core/foundation/store/expression.ts";
import type { Write } from "../../core/foundation/store/table.ts";
import { judgeWrite } from "../../prove/write-rules.ts";

const KEY = "RDM#acme#rdm_acme_1 HEAD";
const row = (change: object) => ({ pk: "RDM#acme#rdm_acme_1", sk: "HEAD", loginStatus: "ACTIVE", ...change });
const write = (only: Write["only"]): Write => ({
  kind: "update",
  name: "redemption.succeed",
  table: "main",
  key: { pk: "RDM#acme#rdm_acme_1", sk: "HEAD" },
  only,
});
const rulesBroken = (...args: Parameters<typeof judgeWrite>) => judgeWrite(...args).map(({ invariant }) => invariant);

describe("I10: epochs, versions and fencing tokens only grow", () => {
  test.each(["epoch", "version", "fencingToken"])("a smaller %s than before is found", (fence) => {
    const change = { key: KEY, before: row({ [fence]: 3 }), after: row({ [fence]: 2 }) };
    expect(rulesBroken(change, undefined)).toEqual(["I10"]);
  });

  test("a write that took effect under an epoch that somebody has passed is found, whatever it writes", () => {
    const change = { key: KEY, before: row({ epoch: 3 }), after: row({ epoch: 3, amount: 1 }) };
    expect(rulesBroken(change, write({ epochIsMine: equals("epoch", 2) }))).toEqual(["I10"]);
    expect(rulesBroken(change, write({ epochIsMine: equals("epoch", 3) }))).toEqual([]);
  });

  test("a clause about something else is no fence", () => {
    const change = { key: KEY, before: row({ epoch: 3 }), after: row({ epoch: 3 }) };
    expect(rulesBroken(change, write({ isNew: absent("pk"), sends: equals("sends", 1) }))).toEqual([]);
  });
});

describe("I13: only moves of the transition tables", () => {
  test.each([
    [KEY, "state", "SUCCEEDED", "UNKNOWN"],
    ["ACC#acme#acc_acme_1 HEAD", "status", "COMPLETED", "LOCKING"],
    ["PAY#acme#pay_acme_1 HEAD", "state", "REFUNDED", "SUCCEEDED"],
    ["PAY#acme#pay_acme_1 REFUND#ref_acme_1", "state", "SUCCEEDED", "PENDING"],
    ["SAGA#acme#saga_acme_1 HEAD", "state", "COMPLETED", "COMPENSATING"],
    ["NTF#acme#ntf_acme_1 HEAD", "state", "SENT", "UNKNOWN"],
  ])("%s: its %s from %s to %s is found", (key, attribute, from, to) => {
    const change = { key, before: row({ [attribute]: from }), after: row({ [attribute]: to }) };
    // A lock without its lease is wrong for another reason, too.
    expect(rulesBroken(change, undefined)).toContain("I13");
  });

  test.each(["TPL#acme#tpl_acme_1 HEAD", "NTF#acme#ntf_acme_1 AUDIT#1"])("%s: a change is found", (key) => {
    expect(rulesBroken({ key, before: row({}), after: row({ name: "another" }) }, undefined)).toEqual(["I13"]);
    expect(rulesBroken({ key, before: undefined, after: row({}) }, undefined)).toEqual([]);
  });

  test("a move of the table is none, nor is a row that stays what it was", () => {
    const move = { key: KEY, before: row({ state: "ACCEPTED" }), after: row({ state: "CLAIMED" }) };
    const stay = { key: KEY, before: row({ state: "UNKNOWN" }), after: row({ state: "UNKNOWN", lookups: 2 }) };
    expect([...rulesBroken(move, undefined), ...rulesBroken(stay, undefined)]).toEqual([]);
  });
});

describe("I18: nobody's request touches another tenant's rows", () => {
  test("a row of another tenant is found", () => {
    const change = { key: KEY, before: undefined, after: row({}) };
    expect(rulesBroken(change, undefined, { tenantId: "globex" })).toEqual(["I18"]);
    expect(rulesBroken(change, undefined, { tenantId: "acme" })).toEqual([]);
  });

  test("an inbox row names its channel before its tenant", () => {
    const change = { key: "INBOX#sandbox#acme#evt_1 HEAD", before: undefined, after: {} };
    expect(rulesBroken(change, undefined, { tenantId: "acme" })).toEqual([]);
    expect(rulesBroken(change, undefined, { tenantId: "globex" })).toEqual(["I18"]);
  });
});
