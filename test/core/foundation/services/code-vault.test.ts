import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { CodeVault, firstDifference } from "../../../../core/foundation/services/code-vault.ts";

const [PEPPER, OTHER_PEPPER, OLD, NEW] = ["p", "q", "o", "n"].map((char) => char.repeat(64)) as [
  string,
  string,
  string,
  string,
];
const vault = new CodeVault({ pepper: PEPPER, cipherSecret: OLD, randomBytes });

test("one card of one tenant has one id, however it is written; another tenant's has another", () => {
  const id = vault.redemptionId("acme", "abcd 1234-EFGH");
  expect(id).toMatch(/^rdm_acme_[0-9A-HJKMNP-TV-Z]{26}$/);
  expect(vault.redemptionId("acme", "ABCD1234EFGH")).toBe(id);
  expect(vault.redemptionId("globex", "ABCD1234EFGH").split("_")[2]).not.toBe(id.split("_")[2]);
  const other = new CodeVault({ pepper: OTHER_PEPPER, cipherSecret: undefined, randomBytes });
  expect(other.redemptionId("acme", "ABCD1234EFGH")).not.toBe(id);
});

test.each([
  ["TEST-OK-2500-ABCD", "rdm_acme_M25SXEHDQJWE4W11T4VCCX1967"],
  ["ABCD1234", "rdm_acme_Q1H6VPFV10R447TC331V51XHN3"],
  ["a1b2-c3d4 e5f6", "rdm_acme_GGJF0HG6DRBBRGMJT1K6NC46CT"],
])("the id of %s is the one that is stored since the first release: another would redeem a card twice", (code, id) => {
  expect(vault.redemptionId("acme", code)).toBe(id);
});

test("a code that was pasted is the same card, and the exchange gets it as it is printed", () => {
  const pasted = "\ufeffTEST–OK–２５００–\nAB\u200bCD\u00a0\r\n";
  const id = vault.redemptionId("acme", pasted);
  expect(id).toBe(vault.redemptionId("acme", "TEST-OK-2500-ABCD"));
  expect(vault.open(id, vault.seal(id, pasted))).toBe("TEST-OK-2500-ABCD");
});

test("a sealed code opens to what was sent, trimmed, for its redemption alone", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 4, maxLength: 128 }), (code) => {
      const sealed = vault.seal("rdm-1", code);
      expect(vault.open("rdm-1", sealed)).toBe(code.trim());
      expect(() => vault.open("rdm-2", sealed)).toThrow();
    }),
  );
});

test("two seals of one code have nothing in common, and a changed byte is noticed", () => {
  const [first, second] = [vault.seal("rdm-1", "ABCD-1234"), vault.seal("rdm-1", "ABCD-1234")];
  expect(Buffer.from(first).equals(Buffer.from(second))).toBe(false);
  for (let at = 0; at < first.length; at++) {
    const changed = Uint8Array.from(first, (byte, index) => (index === at ? byte ^ 1 : byte));
    expect(() => vault.open("rdm-1", changed)).toThrow();
  }
});

const versions = (active: number, ...numbers: number[]) =>
  JSON.stringify({ active, versions: Object.fromEntries(numbers.map((n) => [n, n === 1 ? OLD : NEW])) });
const sealing = (cipherSecret: string) => new CodeVault({ cipherSecret, randomBytes });

test("what the active version seals bears its number, and each version opens what it has sealed", () => {
  const [before, added, used] = [OLD, versions(1, 1, 2), versions(2, 1, 2)].map(sealing) as [
    CodeVault,
    CodeVault,
    CodeVault,
  ];
  const [byOld, byNew] = [added.sealText("rdm-1", "ABCD-1234"), used.sealText("rdm-1", "ABCD-1234")];
  expect([byOld[0], byNew[0]]).toEqual([1, 2]);
  for (const vault of [before, added, used]) expect(vault.open("rdm-1", byOld)).toBe("ABCD-1234");
  for (const vault of [added, used]) expect(vault.open("rdm-1", byNew)).toBe("ABCD-1234");
  expect(() => used.open("rdm-2", byOld)).toThrow("was changed, or is of another place");
});

test("a version that is not there opens nothing, and its number is said", () => {
  const [byOld, byNew] = [
    sealing(OLD).sealText("rdm-1", "ABCD-1234"),
    sealing(versions(2, 1, 2)).seal("rdm-1", "ABCD-1234"),
  ];
  expect(() => sealing(OLD).open("rdm-1", byNew)).toThrow("there is no key number 2 to open this with");
  expect(() => sealing(versions(2, 2)).open("rdm-1", byOld)).toThrow("there is no key number 1 to open this with");
});

/** As codes, campaigns and destinations were opened by releases from before the numbers. */
function openedAsBefore(place: string, sealed: Uint8Array): string {
  const decipher = createDecipheriv("aes-256-gcm", createHash("sha256").update(OLD).digest(), sealed.subarray(0, 12))
    .setAAD(Buffer.from(place))
    .setAuthTag(sealed.subarray(-16));
  return decipher.update(sealed.subarray(12, -16), undefined, "utf8") + decipher.final("utf8");
}

test("until another version is used, a release from before the numbers opens what is sealed", () => {
  for (const text of [OLD, versions(1, 1), versions(1, 1, 2)])
    expect(openedAsBefore("rdm-1", sealing(text).seal("rdm-1", "ABCD-1234"))).toBe("ABCD-1234");
  const byNew = sealing(versions(2, 1, 2)).seal("rdm-1", "ABCD-1234");
  expect(byNew[0]).toBe(2);
  expect(() => openedAsBefore("rdm-1", byNew)).toThrow();
});

/** As codes, campaigns and destinations were sealed before there were numbers. */
function unnumbered(place: string, text: string, firstByte: number): Uint8Array {
  const iv = Uint8Array.from(randomBytes(12), (byte, index) => (index === 0 ? firstByte : byte));
  const key = createHash("sha256").update(OLD).digest();
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(place));
  return Buffer.concat([iv, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
}

test.each([0, 1, 2, 77])(
  "what has no number is read as version 1, also when it begins with %i by chance",
  (firstByte) => {
    const sealed = unnumbered("rdm-1", "ABCD-1234", firstByte);
    for (const text of [OLD, versions(1, 1, 2), versions(2, 1, 2)]) {
      const vault = sealing(text);
      expect(vault.open("rdm-1", sealed)).toBe("ABCD-1234");
      const again = vault.resealed("rdm-1", sealed);
      // The first key's own stays as it is.
      if (vault.sealingKey === 1) expect(again).toBeUndefined();
      else expect([again?.[0], vault.open("rdm-1", again as Uint8Array)]).toEqual([2, "ABCD-1234"]);
    }
    expect(() => sealing(versions(2, 2)).open("rdm-1", sealed)).toThrow(/no key number|was changed/);
  },
);

test("what the active version has sealed is not sealed again, and other text stays as it is", () => {
  const used = sealing(versions(2, 1, 2));
  expect(used.resealed("rdm-1", used.seal("rdm-1", "ABCD-1234"))).toBeUndefined();
  const spaced = sealing(OLD).sealText("place", " – as it is – ");
  expect(used.open("place", used.resealed("place", spaced) as Uint8Array)).toBe(" – as it is – ");
});

const json = fc.dictionary(
  fc.string({ minLength: 1 }).filter((name) => name !== "__proto__"),
  fc.oneof(fc.string(), fc.integer(), fc.array(fc.string())),
);

test("a fingerprint does not depend on the order of fields", () => {
  fc.assert(
    fc.property(json, (body) => {
      const turned = Object.fromEntries(Object.entries(body).reverse());
      expect(vault.fingerprint({ body: turned, path: {} })).toEqual(vault.fingerprint({ body, path: {} }));
    }),
  );
});

test("another body has another fingerprint, and the field that differs is found", () => {
  fc.assert(
    fc.property(json, fc.string(), (body, value) => {
      fc.pre(body.changed !== value);
      const first = vault.fingerprint({ body, path: {} });
      const second = vault.fingerprint({ body: { ...body, changed: value }, path: {} });
      expect(second.fingerprint).not.toBe(first.fingerprint);
      expect(firstDifference(first.fieldHashes, second.fieldHashes)).toMatch(/^\/changed(\/\d+)?$/);
    }),
  );
});

test("a path parameter counts as a field, and equal requests have no difference", () => {
  const about = (accountId: string) => vault.fingerprint({ body: { a: 1 }, path: { accountId } }).fieldHashes;
  expect(firstDifference(about("acc-1"), about("acc-2"))).toBe("/path/accountId");
  expect(firstDifference(about("acc-1"), about("acc-1"))).toBeUndefined();
});

test("a fingerprint and its field hashes say nothing of what they stand for", () => {
  const text = JSON.stringify(vault.fingerprint({ body: { code: "ABCD-1234-EFGH" }, path: {} }));
  expect(text).not.toMatch(/ABCD|1234|EFGH/);
});

test("a function without a secret cannot do what needs it", () => {
  const blind = new CodeVault({ pepper: undefined, cipherSecret: undefined, randomBytes });
  expect(() => blind.redemptionId("acme", "ABCD1234")).toThrow(/pepper/);
  expect(() => blind.seal("rdm-1", "ABCD1234")).toThrow(/cipher/);
});
