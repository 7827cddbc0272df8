import type { Case } from "../case.ts";
import { COSTS, oursToMend, type Pages, SENT, withoutKeys } from "./amazon-cases.ts";
import type { MessageTrial } from "./message-trial.ts";

const PUBLISH = "https://docs.aws.amazon.com/sns/latest/api/API_Publish.html";
const SANDBOX = "https://docs.aws.amazon.com/sns/latest/dg/sns-sms-sandbox.html";
const PAGES: Pages = {
  send: PUBLISH,
  common: "https://docs.aws.amazon.com/sns/latest/api/CommonErrors.html",
  knowsNoKeys: {
    why: "SNS knows no keys for phones: this is why a lost answer is never sent again.",
    says: "MessageDeduplicationId is for FIFO topics",
  },
  hasNoLookUp: "There is no call that looks a message up",
  knowsNoSuchKey: "InvalidClientTokenId, 403",
};

function text(name: string, body: string, why: string, says: string): Case<MessageTrial> {
  const steps = [{ does: "send it", call: (trial: MessageTrial) => trial.send({ body }), must: SENT }];
  return { name, why, page: { says, url: PUBLISH }, ...COSTS, steps };
}

export const snsCases: Case<MessageTrial>[] = [
  {
    name: "A text message is taken",
    why: "The plain case: phone, region and rights are right.",
    page: { says: "In the SMS sandbox only verified phones are sent to", url: SANDBOX },
    ...COSTS,
    steps: [{ does: "send to the phone", call: (trial) => trial.send(), must: SENT }],
  },
  {
    name: "It arrives",
    why: "SENT says that SNS has taken it; whether a carrier delivers it is seen on the phone alone.",
    page: { says: "In the SMS sandbox only verified phones are sent to", url: SANDBOX },
    needs: ["costs", "person"],
    steps: [
      { does: "send to the phone", call: (trial) => trial.send({ body: "It has arrived." }), must: SENT },
      {
        does: "a person reads it",
        call: (trial) => trial.asks('Look at the phone for the message "It has arrived."'),
        must: { person: "did it" },
      },
    ],
  },
  text(
    "Letters of all scripts are taken",
    "Grüße, 你好 🎁",
    "Names are not ASCII.",
    "UCS-2 messages have 70 characters a part",
  ),
  text("The longest message is taken", "x".repeat(1_530), "It is our own bound.", "Up to 1,600 characters in parts"),
  ...withoutKeys(PAGES),
  {
    name: "A phone that is none is refused for good",
    why: "It would be refused each time again.",
    page: { says: "InvalidParameter: a request parameter does not comply", url: PUBLISH },
    steps: [
      {
        does: "send to +1",
        call: (trial) => trial.send({ receiver: "+1" }),
        must: { outcome: "failed", reason: "rejected" },
      },
    ],
  },
  ...oursToMend(PAGES),
  {
    name: "A phone that has opted out is refused for good",
    why: "Its owner has said so.",
    page: { says: "OptedOut", url: "https://docs.aws.amazon.com/sns/latest/dg/sms_manage.html" },
    impossible: "it takes the phone away from the list of those that may be sent to, for 30 days; by hand at most",
    steps: [],
  },
];
