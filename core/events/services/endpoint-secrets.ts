import type { CodeVault } from "../../foundation/services/code-vault.ts";
import { type EndpointSecret, SECRETS_MAX, type WebhookEndpoint } from "../domain/webhook-endpoint.ts";

type Place = Pick<WebhookEndpoint, "webhookEndpointId">;

/** It opens in its endpoint's row alone. */
export function sealSecret(vault: CodeVault, { webhookEndpointId }: Place, secret: string): EndpointSecret {
  return { cipher: vault.sealText(webhookEndpointId, secret) };
}

/** Those that sign now, newest first. */
export function openSecrets(vault: CodeVault, endpoint: Place & Pick<WebhookEndpoint, "secrets">, nowMs: number) {
  return endpoint.secrets
    .filter(({ until }) => until === undefined || nowMs < until)
    .map(({ cipher }) => vault.open(endpoint.webhookEndpointId, cipher));
}

/** The newest of those before stays until then, if that is later than now; the others have ended. */
export function rotated(
  newest: EndpointSecret,
  { secrets: [before] }: Pick<WebhookEndpoint, "secrets">,
  { until, nowMs }: { until: number; nowMs: number },
): EndpointSecret[] {
  const kept = before && until > nowMs ? [{ ...before, until }] : [];
  return [newest, ...kept].slice(0, SECRETS_MAX);
}
