import { clock, environment } from "../runtime/runtime.ts";
import { readSecret } from "../runtime/secrets.ts";
import { log, metrics } from "../runtime/telemetry.ts";
import { PROBE_MS, probing } from "./probing.ts";

/** A key that was put in, or rotated, is used so soon. */
const KEY_SECONDS = 60;

const env = environment("API_URL", "PROBE_KEY_SECRET", "PROBE_MONEY");

export const handler = probing({
  url: env.API_URL,
  // Whatever else is written there, real money is spared.
  money: env.PROBE_MONEY === "none" ? "none" : "real",
  readKey: () => readSecret(env.PROBE_KEY_SECRET, KEY_SECONDS),
  limitMs: PROBE_MS,
  clock,
  // Never twice, as random ones would be after a few weeks of minutes. Eight characters until 2059.
  unique: () => clock().toString(36).toUpperCase(),
  metrics,
  log,
});
