import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";

/** Alipay hands keys out as bare base64, tools write PEM, in either of two containers: all of them are taken. */
export function privateKeyOf(text: string): KeyObject {
  return readPrivateKey(text) ?? refuse("private");
}

/** `undefined`: no private RSA key. */
export function readPrivateKey(text: string): KeyObject | undefined {
  const der = bytesOf(text);
  return (
    first(() => createPrivateKey({ key: der, format: "der", type: "pkcs8" })) ??
    first(() => createPrivateKey({ key: der, format: "der", type: "pkcs1" }))
  );
}

/** By their text: reading one takes longer than verifying with it, and every notification asks for its merchant's. */
const publicKeys = new Map<string, KeyObject | undefined>();
/** Merchants send them, right and wrong ones: they must not fill a process's memory. More than are tried on one webhook (200 x 3, of the shared secret 10). */
const KEPT_MAX = 4000;

/** `undefined`: no public RSA key. */
export function readPublicKey(text: string): KeyObject | undefined {
  if (publicKeys.has(text)) return publicKeys.get(text);
  if (publicKeys.size >= KEPT_MAX) publicKeys.clear();
  const key = parsePublicKey(text);
  publicKeys.set(text, key);
  return key;
}

function parsePublicKey(text: string): KeyObject | undefined {
  // Its public half could be read out of it, and is nobody's but ours: nothing that Alipay signs fits it.
  if (readPrivateKey(text) !== undefined) return undefined;
  const der = bytesOf(text);
  return (
    first(() => createPublicKey({ key: der, format: "der", type: "spki" })) ??
    first(() => createPublicKey({ key: der, format: "der", type: "pkcs1" }))
  );
}

/** Those that can be read: one that cannot must not keep the others from verifying. */
export function publicKeysOf(texts: readonly string[]): KeyObject[] {
  return texts.map(readPublicKey).filter((key) => key !== undefined);
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text.replace(/-----[A-Z ]+-----/g, "").replace(/\s+/g, ""), "base64");
}

function first(read: () => KeyObject): KeyObject | undefined {
  try {
    const key = read();
    return isUsualRsa(key) ? key : undefined;
  } catch {
    return undefined;
  }
}

/** Alipay's have 2048 bits and this exponent. */
const BITS_MAX = 4096;
const EXPONENT_MAX = 65_537n;

/** Merchants send them, and anybody's notification may be tried with them: others take a hundred times as long to verify with. */
function isUsualRsa({ asymmetricKeyType, asymmetricKeyDetails = {} }: KeyObject): boolean {
  const { modulusLength = 0, publicExponent = 0n } = asymmetricKeyDetails;
  return asymmetricKeyType === "rsa" && modulusLength <= BITS_MAX && publicExponent <= EXPONENT_MAX;
}

/** The reason may quote the key, so it is not passed on. */
function refuse(kind: string): never {
  throw new Error(`A ${kind} key of the Alipay channel is no RSA key in base64 or PEM`);
}
