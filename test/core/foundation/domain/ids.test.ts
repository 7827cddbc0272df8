import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Caller, makeId, tenantOf, uniqueOf } from "../../../../core/foundation/domain/ids.ts";

const ULID = "01JQZ0000000000000000000AB";
const acme: Caller = { kind: "tenant", tenantId: "acme", keyId: "K1" };
const operator: Caller = { kind: "operator", keyId: "K2" };

test("an id leads its owner and an operator to its tenant", () => {
  const id = makeId("acc", "acme", ULID);
  expect(id).toBe(`acc_acme_${ULID}`);
  expect(uniqueOf(id)).toBe(ULID);
  expect(tenantOf(acme, "acc", id)).toBe("acme");
  expect(tenantOf(operator, "acc", id)).toBe("acme");
});

test.each([
  ["another tenant's id", acme, makeId("acc", "globex", ULID)],
  ["a tenant whose name begins alike", acme, makeId("acc", "acme-2", ULID)],
  ["an id of another kind", acme, makeId("pln", "acme", ULID)],
  ["an id of another kind, for an operator", operator, makeId("pln", "acme", ULID)],
  ["an id without a tenant", operator, `acc__${ULID}`],
  ["a key separator in the tenant", operator, `acc_a#b_${ULID}`],
  ["an upper-case tenant", operator, `acc_ACME_${ULID}`],
  ["a short unique part", operator, "acc_acme_01JQ"],
  ["something behind it", acme, `acc_acme_${ULID}\n`],
  ["nothing", acme, ""],
] as const)("%s is answered as one that does not exist", (_what, caller, id) => {
  expect(() => tenantOf(caller, "acc", id)).toThrow(expect.objectContaining({ code: "not-found" }));
});

test("no text whatsoever leads a tenant to another tenant's rows", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        return tenantOf(acme, "rdm", `rdm_${text}`) === "acme";
      } catch (error) {
        return (error as { code?: string }).code === "not-found";
      }
    }),
  );
});
