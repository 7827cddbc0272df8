import { lookUpPayment, lookUpRefund } from "../../core/payments/services/payment-look-up.ts";
import { unusableChannel } from "../../core/payments/services/unusable-channel.ts";
import { lookUpRedemption } from "../../core/redemptions/services/redemption-look-up.ts";
import { lookUpWithdrawal } from "../../core/withdrawals/services/withdrawal-look-up.ts";
import type { AllDeps } from "../../lambdas/runtime/all-deps.ts";
import { ChannelRows } from "../../lambdas/runtime/channel-rows.ts";
import type { World } from "../support/world.ts";

const OPERATOR = { kind: "operator", keyId: "OP-1" } as const;

/** An operator has the vendors of what is there already asked. */
export async function useLookUps(world: World, as: Record<"look-up-api", AllDeps>): Promise<void> {
  const deps = as["look-up-api"];
  const rows = new ChannelRows({ ...deps, vault: async () => world.deps.vault });
  const config = { channel: "sandbox" as const, baseUrl: "https://sandbox.example", secret: "s", webhookSecrets: [] };
  const find = async (tenantId: string) => {
    await rows.find(tenantId, "stripe");
    return { port: unusableChannel, config, notifyUrl: "" };
  };
  const all = { ...deps, channels: { ...deps.channels, find } };
  const idOf = async (prefix: string, name: string, sk?: string) => {
    const [row] = await world.rows(prefix, sk);
    return String(row?.[name]);
  };
  await lookUpPayment(all, OPERATOR, await idOf("PAY#", "paymentId"));
  await lookUpRefund(all, OPERATOR, await idOf("REF#", "refundId"));
  await lookUpRedemption(all, OPERATOR, await idOf("RDM#", "redemptionId"));
  await lookUpWithdrawal(all, OPERATOR, await idOf("WD#", "withdrawalId"));
}
