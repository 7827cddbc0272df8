import { generateKeyPairSync } from "node:crypto";

export const rsa = () =>
  generateKeyPairSync("rsa", {
    modulusLength: 1024,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
const [KEYS, NEXT_KEYS] = [rsa(), rsa()];
export const ELLIPTIC = generateKeyPairSync("ec", {
  namedCurve: "P-256",
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});

/** What a merchant brings, whole: each secret of it can be told from all other text. */
export const BODIES = {
  stripe: {
    secretKey: "sk_test_CANARY_secretKey",
    webhookSecrets: ["whsec_CANARY_first", "whsec_CANARY_second"],
    apiBase: "https://stripe.CANARY.example",
  },
  alipay: {
    appId: "2021CANARYappId",
    sellerId: "2088CANARYsellerId",
    privateKey: KEYS.privateKey,
    alipayPublicKeys: [KEYS.publicKey, NEXT_KEYS.publicKey],
    gateway: "https://openapi.alipay.com/gateway.do",
    mode: "page",
  },
  epay: {
    pid: "CANARYpid1000",
    keys: ["CANARYkeyFirst", "CANARYkeySecond"],
    gateway: "https://pay.example/CANARY",
    type: "alipay",
    create: "submit",
  },
};
export type BroughtChannel = keyof typeof BODIES;

/** Every text of a body that nobody is to see again. Of a key in PEM, a line of its own. */
export function secretsOf(channel: BroughtChannel): string[] {
  const { mode: _mode, type: _type, create: _create, ...kept } = BODIES[channel] as Record<string, string | string[]>;
  const texts = Object.values(kept).flat();
  return texts.map((text) => text.split("\n")[1] ?? text).filter((text) => !text.includes("alipay.com"));
}
