/** Writes that no world makes, with the reason why. */
export const NEVER_MADE: Readonly<Record<string, string>> = {
  "code-slot.use": "a code is split from 51 uses on, which is more than a world has people for: a test has 300 of them",
  "code.change": "it is the campaign that people disable here; tests disable a code",
  "channel-account.replace":
    "people of these worlds pay through the sandbox, which needs no account: tests bring some over HTTP",
  "channel-account.remove": "the same",
  "merchant.create": "people of these worlds are merchants already",
  revokeApiKey: "people of these worlds keep their keys; what it opens and closes is tested over HTTP",
  rotateApiKey: "the same",
  "redemption.ended":
    "the repair of a lease whose redemption has ended: that is what I11 excludes in every world, so that nothing is left to repair",
  "step.skip-wait":
    "no channel of the model falls silent after it has named its page, so that no wait is parked unpaid; its conditions are those of step.fail-wait",
  "withdrawal.note-paid":
    "no provider of the model tells of a payout that it has kept silent about for hours: tests let it",
  "step.succeed-wait":
    "the same: no wait is parked unpaid; a test lets the webhook come in the moment of the operator's word",
  "look-up.take-turn":
    "no world has vendors asked by hand: what they say is shown, and nothing follows from it; tests hold its turns",
  "merchant.limit-requests":
    "no operator of these worlds sets a limit, for none is as busy as the least one: tests do, over HTTP",
  "request-rate.begin":
    "no function's instance serves forty requests of a merchant here; a property has instances race for a bucket, and takes its condition away",
  "request-rate.go-on": "the same",
  "destination.forget":
    "nobody of these worlds has a destination forgotten: tests do, before and after the hour that it waits",
  "hour.count":
    "no world has a sweeper that counts hours: nothing but the operators' overview follows from it; tests count them",
  "auditor.move": "no world has an auditor: each of them is judged as a whole, by more rules; tests move its place",
  "reseal.move": "no world changes its cipher: tests do, in the middle of traffic and of each other's runs",
  "reseal.row": "the same; a test has it race with everybody who writes the sealed part",
  "secret.see": "no world renews a secret: a person's program does, and its test has two of them at once",
  "redemption.unknown":
    "every function of these worlds has the same pepper: pepper-races.test.ts lets two take cards, and takes this condition away",
  "code.unknown": "the same; a test brings codes again under another pepper",
  "notification.defer": "the model's sender takes a message or loses it, and never asks to come later: tests let it",
};
