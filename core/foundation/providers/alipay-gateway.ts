/** Alipay's gateway: the SDK signs and verifies, this module sends, with an end of time and of bytes. */

import type { KeyObject } from "node:crypto";
import * as z from "zod/mini";
import type { VendorDoubt } from "../domain/call-doubt.ts";
import { privateKeyOf, publicKeysOf } from "./alipay-keys.ts";
import { jsonOf } from "./bounded-fetch.ts";
import { baseUrlOf, fetchJson, type TimeLeft } from "./vendor-call.ts";

/** An app at Alipay. Secrets; never logged. */
export interface AlipayApp {
  appId: string;
  privateKey: string;
  alipayPublicKeys: string[];
  gateway: string;
  /** Serial numbers of the app's certificate and of Alipay's root, for methods that ask for them. */
  appCertSn?: string;
  alipayRootCertSn?: string;
}

const TEXT = z.optional(z.string());
const AMOUNT = z.optional(z.union([z.string(), z.number()]));

/** Every member that is read, of every answer. A known name with another type makes the answer invalid. */
const ANSWER = z.object({
  /** 10000 is success. */
  code: z.string(),
  /** Why not, in Alipay's words. */
  sub_code: TEXT,
  out_trade_no: TEXT,
  trade_no: TEXT,
  trade_status: TEXT,
  total_amount: AMOUNT,
  send_pay_date: TEXT,
  qr_code: TEXT,
  action: TEXT,
  retry_flag: TEXT,
  fund_change: TEXT,
  out_request_no: TEXT,
  refund_status: TEXT,
  refund_amount: AMOUNT,
  out_biz_no: TEXT,
  order_id: TEXT,
  status: TEXT,
  trans_amount: AMOUNT,
  error_code: TEXT,
});
export type AlipayAnswer = z.infer<typeof ANSWER>;

export interface AlipayGateway {
  call(request: AlipayRequest, left: TimeLeft): Promise<AlipayAnswer | { unknown: VendorDoubt }>;
  /** A signed address for the customer's browser; nothing is sent. */
  pageUrl(request: AlipayRequest): string;
}

export interface AlipayRequest {
  method: string;
  biz: Record<string, string | Record<string, string>>;
  notifyUrl?: string | undefined;
  returnUrl?: string | undefined;
}

const SUCCESS = "10000";

/** Throws when the configuration cannot work. Loads the SDK: see `docs/channels.md` for what that costs. */
export async function openGateway(config: AlipayApp, clock: () => number): Promise<AlipayGateway> {
  const gateway = baseUrlOf(config.gateway);
  const privateKey = pemOf(privateKeyOf(config.privateKey), "pkcs8");
  const publicKeys = publicKeysOf(config.alipayPublicKeys);
  if (config.appId === "" || publicKeys.length === 0) {
    throw new Error("The Alipay channel needs an app id and a public RSA key of Alipay, in base64 or PEM");
  }
  const { AlipaySdk } = await import("alipay-sdk");
  const made = publicKeys.map((key) => {
    const alipayPublicKey = pemOf(key, "spki");
    return new AlipaySdk({
      ...{ appId: config.appId, privateKey, keyType: "PKCS8", alipayPublicKey, gateway },
      ...(config.appCertSn === undefined ? {} : { appCertSn: config.appCertSn }),
      ...(config.alipayRootCertSn === undefined ? {} : { alipayRootCertSn: config.alipayRootCertSn }),
    });
  });
  const [signer] = made as [InstanceType<typeof AlipaySdk>];

  function paramsOf({ biz, notifyUrl, returnUrl }: AlipayRequest) {
    return {
      bizContent: biz,
      // The SDK would take the machine's own clock and zone; Alipay counts in Beijing's.
      timestamp: beijingTime(clock()),
      ...(notifyUrl === undefined ? {} : { notifyUrl }),
      ...(returnUrl === undefined ? {} : { returnUrl }),
    };
  }

  return {
    async call(request, left) {
      const query = new URLSearchParams(signer.sdkExec(request.method, paramsOf(request)));
      const form = new URLSearchParams({ biz_content: query.get("biz_content") ?? "" });
      query.delete("biz_content");
      const answer = await fetchJson(`${gateway}?${query}`, { method: "POST", form }, left);
      if ("unknown" in answer) return answer;

      const name = `${request.method.replaceAll(".", "_")}_response`;
      const { sign, [name]: body, error_response: error } = recordOf(answer.json);
      // What is refused before it is understood is not signed. It is believed as far as a doubt goes.
      if (body === undefined && error !== undefined) return { unknown: doubtOf(recordOf(error)) };
      if (body === undefined || typeof sign !== "string") return { unknown: "response-invalid" };
      for (const sdk of made) {
        const parsed = ANSWER.safeParse(signedPart(sdk, answer.text, name, sign));
        if (parsed.success) return parsed.data;
      }
      return { unknown: "response-invalid" };
    },

    pageUrl(request) {
      return signer.pageExec(request.method, "GET", paramsOf(request));
    },
  };
}

interface Verifier {
  getSignStr(text: string, name: string): string;
  rsaCheck(content: string, sign: string, signType: "RSA2"): boolean;
}

/**
 * Only what was signed is read. The SDK's own `exec` verifies one part of the text and then parses the whole, and of two
 * members with the same name the parser takes the second.
 */
function signedPart(sdk: Verifier, text: string, name: string, sign: string): unknown {
  const content = sdk.getSignStr(text, name);
  return sdk.rsaCheck(content, sign, "RSA2") ? jsonOf(Buffer.from(content)) : undefined;
}

export function succeeded(answer: AlipayAnswer): boolean {
  return answer.code === SUCCESS;
}

/** Alipay does not know the app, or not this key of it. */
const UNKNOWN_HERE = new Set(["isv.invalid-signature", "isv.missing-signature-key", "isv.invalid-app-id"]);

/** Of an answer that is no success: nothing is known of what was asked for. */
export function doubtOf({ code, sub_code: subCode = "" }: { code?: unknown; sub_code?: unknown }): VendorDoubt {
  if (code === "20000" || String(subCode).endsWith("SYSTEM_ERROR")) return "server-error";
  if (UNKNOWN_HERE.has(String(subCode))) return "channel-unusable";
  if (code === "40005" || String(subCode).includes("call-limited")) return "throttled";
  return /^(4\d{4}|20001)$/.test(String(code)) ? "request-refused" : "response-invalid";
}

/** `2025-11-27 15:45:57`: what Alipay calls a time. Beijing is eight hours ahead of UTC, all year. */
export function beijingTime(atMs: number): string {
  return new Date(atMs + 8 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
}

function pemOf(key: KeyObject, type: "pkcs8" | "spki"): string {
  return key.export({ format: "pem", type }).toString().trim();
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
