import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "@jest/globals";
import { readPrivateKey, readPublicKey } from "../../../../core/foundation/providers/alipay-keys.ts";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const base64 = (der: Buffer) => der.toString("base64");

test.each<[string, string]>([
  ["SPKI in PEM", publicKey.export({ type: "spki", format: "pem" }).toString()],
  ["SPKI in base64", base64(publicKey.export({ type: "spki", format: "der" }))],
  ["PKCS#1 in base64", base64(publicKey.export({ type: "pkcs1", format: "der" }))],
])("a public key is read in each of its forms: %s", (_form, text) => {
  expect(readPublicKey(text)?.equals(publicKey)).toBe(true);
});

test.each<[string, string]>([
  ["PKCS#8 in PEM", privateKey.export({ type: "pkcs8", format: "pem" }).toString()],
  ["PKCS#8 in base64", base64(privateKey.export({ type: "pkcs8", format: "der" }))],
  ["PKCS#1 in base64", base64(privateKey.export({ type: "pkcs1", format: "der" }))],
])("a private key is no public one, although one could be made of it: %s", (_form, text) => {
  expect(readPublicKey(text)).toBeUndefined();
  expect(readPrivateKey(text)?.equals(privateKey)).toBe(true);
});

/** DER: an integer that is odd and has this many bits, or a sequence. */
const odd = (bits: number) => Buffer.from([0x7f, ...Array(bits / 8 - 2).fill(0x55), 0x55]);
const der = (tag: number, bytes: Buffer) =>
  Buffer.concat([Buffer.from([tag, 0x82, bytes.length >> 8, bytes.length & 255]), bytes]);
const publicKeyOf = (modulus: Buffer, exponent: Buffer) =>
  base64(der(0x30, Buffer.concat([der(2, modulus), der(2, exponent)])));

test.each<[string, string]>([
  ["of 16384 bits", publicKeyOf(odd(16_384), Buffer.from([1, 0, 1]))],
  ["with an exponent as long as its modulus", publicKeyOf(odd(3072), odd(3072))],
])("a key that takes a hundred times as long to verify with is no key: %s", (_what, text) => {
  expect(readPublicKey(text)).toBeUndefined();
});

test("the exponent and the size alone make the difference", () => {
  expect(readPublicKey(publicKeyOf(odd(4096), Buffer.from([1, 0, 1])))).toBeDefined();
});
