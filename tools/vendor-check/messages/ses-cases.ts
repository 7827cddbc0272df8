import type { Case } from "../case.ts";
import { COSTS, NOT_NOW, oursToMend, type Pages, SENT, withoutKeys } from "./amazon-cases.ts";
import type { MessageTrial } from "./message-trial.ts";

const SIMULATOR = "https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html";
const SEND = "https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html";
const PAGES: Pages = {
  send: SEND,
  common: "https://docs.aws.amazon.com/ses/latest/APIReference-V2/CommonErrors.html",
  knowsNoKeys: {
    why: "SES knows no keys: this is why a lost answer is never sent again.",
    says: "No parameter is an idempotency key",
  },
  hasNoLookUp: "There is no call that looks a message up by a number of ours",
  knowsNoSuchKey: "UnrecognizedClientException, 403",
};

function simulated(name: string, local: string, why: string, says: string): Case<MessageTrial> {
  const receiver = `${local}@simulator.amazonses.com`;
  return {
    name,
    why,
    page: { says, url: SIMULATOR },
    ...COSTS,
    steps: [{ does: `send to ${receiver}`, call: (trial) => trial.send({ receiver }), must: SENT }],
  };
}

function text(
  name: string,
  change: { subject?: string; body?: string },
  why: string,
  says: string,
): Case<MessageTrial> {
  const steps = [{ does: "send it", call: (trial: MessageTrial) => trial.send(change), must: SENT }];
  return { name, why, page: { says, url: SEND }, ...COSTS, steps };
}

export const sesCases: Case<MessageTrial>[] = [
  simulated(
    "An email is taken",
    "success",
    "The plain case: address, region and rights are right.",
    "The mail is accepted",
  ),
  simulated(
    "One that bounces is taken first",
    "bounce",
    "SENT says that SES has taken it: a bounce comes later, and is SES's to tell.",
    "Accepted, and answered with a bounce: 550 5.1.1",
  ),
  simulated("One that is complained of is taken first", "complaint", "As a bounce.", "Accepted, and marked as spam"),
  simulated(
    "One that is answered by an absence note is taken",
    "ooto",
    "A note is no failure.",
    "Accepted, and answered by a note",
  ),
  simulated(
    "One to an address of the suppression list is taken first",
    "suppressionlist",
    "As a bounce: nothing in the answer says so.",
    "Accepted, and told as a hard bounce",
  ),
  text(
    "Letters of all scripts are taken",
    { subject: "Überweisung 付款 🎁", body: "Grüße, 你好, سلام" },
    "Names are not ASCII.",
    "Charset UTF-8",
  ),
  text("The longest message is taken", { body: "x".repeat(20_000) }, "It is our own bound.", "Up to 10 MB"),
  text("What looks like markup stays text", { body: "<b>you</b>" }, "It is never HTML.", "Body.Text"),
  ...withoutKeys(PAGES),
  {
    name: "An address that is none is refused for good",
    why: "It would be refused each time again.",
    page: { says: "BadRequestException: the input is invalid", url: SEND },
    steps: [
      {
        does: "send to no-domain@",
        call: (trial) => trial.send({ receiver: "no-domain@" }),
        must: { outcome: "failed", reason: "rejected" },
      },
    ],
  },
  {
    name: "A sender that is not verified is ours to mend",
    why: "A wrong NotificationEmailFrom is the deployment's mistake: its messages wait, and must not fail for it.",
    page: { says: "MessageRejected: Email address is not verified, MailFromDomainNotVerifiedException", url: SEND },
    steps: [
      {
        does: "send from an address of nobody",
        call: (trial) => trial.send({}, "wrong sender"),
        must: NOT_NOW,
      },
    ],
  },
  ...oursToMend(PAGES),
  {
    name: "A sending rate that is exceeded puts off",
    why: "Too fast is no failure of a message.",
    page: { says: "TooManyRequestsException, 429", url: SEND },
    impossible: "it takes more messages a second than the account may send, which would cost its other mail",
    steps: [],
  },
  {
    name: "Sending that is paused puts off",
    why: "An account under review sends later.",
    page: { says: "SendingPausedException", url: SEND },
    impossible: "pausing stops all mail of the account; the simulator cannot do it for one message",
    steps: [],
  },
];
