import { ANY_TEXT, type Case } from "../case.ts";
import type { MessageTrial } from "./message-trial.ts";

export const SENT = { outcome: "sent", providerReference: ANY_TEXT };
export const NOT_NOW = { outcome: "not-now" };
export const COSTS = { needs: ["costs"] as const };

/** What the pages of the service say where SES and SNS are alike. */
export interface Pages {
  /** Of the call that sends. */
  send: string;
  /** Of the errors that all calls have. */
  common: string;
  knowsNoKeys: { why: string; says: string };
  hasNoLookUp: string;
  knowsNoSuchKey: string;
}

/** What neither can do for us. */
export const withoutKeys = ({ send, knowsNoKeys, hasNoLookUp }: Pages): Case<MessageTrial>[] => [
  {
    name: "The same key twice is two messages",
    why: knowsNoKeys.why,
    page: { says: knowsNoKeys.says, url: send },
    ...COSTS,
    steps: [
      { does: "send", call: (trial) => trial.send(), must: SENT },
      { does: "send again", call: (trial) => trial.send(), must: SENT },
    ],
  },
  {
    name: "A message whose answer is lost is in doubt, and nobody can be asked",
    why: "It goes to a person and is never sent again.",
    page: { says: hasNoLookUp, url: send },
    ...COSTS,
    steps: [
      {
        does: "send and lose the answer",
        call: (trial) => trial.losing(() => trial.send()),
        must: { outcome: "unknown" },
      },
      { does: "look it up", call: (trial) => trial.query(), must: { outcome: "untraceable" } },
    ],
  },
];

/** What a deployment may have wrong. */
export const oursToMend = ({ common, knowsNoSuchKey }: Pages): Case<MessageTrial>[] => [
  {
    name: "Wrong credentials are ours to mend",
    why: "The message has time, and must not fail for it.",
    page: { says: knowsNoSuchKey, url: common },
    steps: [{ does: "send with another key", call: (trial) => trial.send({}, "wrong key"), must: NOT_NOW }],
  },
  {
    name: "A clock that is an hour off is ours to mend",
    why: "The signature has a time; the message must not fail for it.",
    page: { says: "RequestExpired or an invalid signature: more than 15 minutes off", url: common },
    steps: [{ does: "send, an hour ahead", call: (trial) => trial.send({}, "wrong clock"), must: NOT_NOW }],
  },
];
