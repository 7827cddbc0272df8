import { NOTE_KEYS, VERIFY_KEYS } from "../access.ts";
import { type FunctionRow, HTTP } from "./row.ts";

/** The vendors that test stages pay. */
export const SANDBOX_FUNCTIONS = {
  "sandbox-exchange": {
    ...HTTP,
    entry: "sandbox/exchange/handler.ts",
    does: "HTTP: the sandbox exchange, for test stages",
    access: [
      VERIFY_KEYS,
      NOTE_KEYS,
      { on: "sandbox", rows: ["CALL#", "CARD#"], may: ["GetItem", "PutItem"] },
      { on: "sandbox/effects", rows: ["EFFECTS"], may: ["Query"] },
    ],
    secrets: ["exchange"],
  },
  "sandbox-channel": {
    ...HTTP,
    entry: "sandbox/channel/handler.ts",
    does: "HTTP: the sandbox payment channel with its page, the sandbox payout provider and the sandbox sender, for test stages",
    access: [
      VERIFY_KEYS,
      NOTE_KEYS,
      {
        on: "sandbox",
        rows: ["CHARGE#", "CHARGEKEY#", "REFUND#", "HOOK#", "PAYOUT#", "MESSAGE#"],
        may: ["GetItem", "PutItem"],
      },
      // Effects are added, never changed.
      { on: "sandbox", rows: ["EFFECT#"], may: ["PutItem"] },
      { on: "sandbox/effects", rows: ["CHANNEL#", "PAYOUTS#", "NOTIFICATIONS#"], may: ["Query"] },
    ],
    secrets: ["channel"],
  },
} as const satisfies Record<string, FunctionRow>;
