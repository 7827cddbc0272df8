interface Reason {
  why: string;
  /** Asked in each run: in no world was it the only condition that a write did not fulfil. */
  isNeverAlone?: true;
  /** Nobody says that no world can see it. */
  isToBeHunted?: true;
  mutants: readonly string[];
}

const REASONS: readonly Reason[] = [
  {
    why: "its key holds an id drawn for this very write: two of the same cannot meet, and nothing is there before",
    isNeverAlone: true,
    mutants: [
      "account.add.isNew",
      "audit.write.isNew",
      "campaign.create.isNew",
      "code-job.accept.isNew",
      "destination.create.isNew",
      "offer.create.isNew",
      "order.reserve.isNew",
      "order.use.isNew",
      "stock.open.isNew",
      "subscription.point.isNew",
      "outbox.announce.isNew",
      "payment.accept.isNew",
      "plan.create.isNew",
      "refund.accept.isNew",
      "refund.point.isNew",
      "registerApiKey.new",
      "saga.start.isNew",
      "withdrawal.try.isNew",
    ],
  },
  {
    why: "a sweep's own timer: without it a message comes twice, or a look a lease later; who gets the message reads the row again",
    mutants: [
      "write code-job.postpone",
      "write inbox.postpone",
      "write order.postpone",
      "write outbox.postpone",
      "write redemption.postpone",
      "write refund.postpone",
      "write saga.postpone",
      "write withdrawal.postpone",
      "withdrawal.postpone.dueAsSeen",
      "code-job.postpone.dueAsSeen",
      "outbox.postpone.dueAsSeen",
      "saga.postpone.dueAsSeen",
    ],
  },
  {
    why: "it decides what a list tells of a key's last use, which nothing else follows from: tests read it",
    mutants: ["write key-use.note", "key-use.note.isLater"],
  },
  {
    why: "liveness only: when the lease or the wait is over, the sweeper or the next worker does the same from what is on record",
    mutants: [
      "write redemption.yield",
      "write refund.doubt",
      "write withdrawal.doubt",
      "write saga.nudge",
      "write step.callback",
      "write step.remember-token",
    ],
  },
  {
    why: "its row has been read, and no row is ever taken away",
    isNeverAlone: true,
    mutants: [
      "campaign.change.exists",
      "campaign.count-issued.exists",
      "campaign.take-numbers.exists",
      "code.change.exists",
      "destination.end.exists",
      "offer.change.exists",
    ],
  },
  {
    why: "the use that it is taken back with is of a code, and so is its order",
    isNeverAlone: true,
    mutants: ["order.reverse.isOfCode"],
  },
  {
    why: "a task has to sleep between what it read and this very write while its repetition sends: payment-sleepers.test.ts plays it",
    mutants: ["step.to-failed.sendAsSeen", "step.to-needs_review.cancelAsSeen", "step.to-needs_review.sendAsSeen"],
  },
  {
    why: "it decides which reason a refusal gives, and no rule judges reasons: tests do",
    mutants: [
      "write code-use.none",
      "code-use.none.isNone",
      "order-no.as-before.orderAsSeen",
      "order-no.as-before.paymentAsSeen",
      "order-no.free.isFree",
    ],
  },
  {
    why: "people of these worlds disable campaigns, not codes, and no two of their changes lead back to the same limit: tests play both",
    isNeverAlone: true,
    mutants: ["code.use.isEnabled", "offer.change.slotsAsSeen"],
  },
  {
    why: "a world has one offer, so that a user's first subscription comes with their first order: user.first-order.isFirst says the same",
    isNeverAlone: true,
    mutants: ["subscription.open.isNew"],
  },
  {
    why: "a refusal that is counted in the next hour leaves one less for that hour: nobody is told more",
    mutants: ["tries.count.windowAsSeen"],
  },
  {
    why: "a list of one user shows one subscription less; whoever has its id reads it",
    mutants: ["write subscription.point"],
  },
  {
    why: "the charge is not sent again and ends as CANCELLED when its time is over: a sale is lost, and no money",
    mutants: ["write step.to-pending"],
  },
  {
    why: "for people to look at: neither a decision nor money rests on it",
    mutants: [
      "write payment.doubt",
      "write payment.note-channel-refund",
      "write payment.request-cancel",
      "write registerTenant",
      "payment.note-channel-refund.tellsMore",
    ],
  },
  {
    why: "a caller's view of a wait, which the worlds are judged at once in their middle: no machine asks it, and the page is in the step",
    mutants: ["write payment.ask-customer"],
  },
  {
    why: "another request takes the record over only when it has expired, a day after its first one: no function lives that long",
    isNeverAlone: true,
    mutants: ["idempotency.complete.sameRequest", "idempotency.resume.sameRequest"],
  },
  {
    why: "who resumes a batch twice finds each item with the request that brought it: the verdicts, and the answer, are the same",
    mutants: ["idempotency.complete.inProgress", "idempotency.complete.leaseIsMine", "idempotency.resume.leaseAsSeen"],
  },
  {
    why: "a record that is DONE has no leaseUntil any more: leaseAsSeen says the same",
    isNeverAlone: true,
    mutants: ["idempotency.resume.inProgress"],
  },
  {
    why: "a row that only tells the story; the redemption's own epoch, state and account are asked in the same transaction",
    isNeverAlone: true,
    mutants: ["attempt.expire.neverSent", "attempt.record.wasSent", "attempt.send.sameAccount"],
  },
  {
    why: "account and redemption move in the same transactions: the redemption's epoch, or the account's fence, refuses who has not seen the last one",
    isNeverAlone: true,
    mutants: [
      "account.release.isLeased",
      "account.release.leaseIsOurs",
      "account.release.statusAsBefore",
      "account.takeover.fenceIsNext",
      "account.takeover.isLeased",
      "account.takeover.leaseIsOurs",
    ],
  },
  {
    why: "under one epoch only its holder moves the row, one write after the other: epochIsMine, or epochAsSeen, says the same",
    isNeverAlone: true,
    mutants: [
      "redemption.decline.stateAllows",
      "redemption.doubt.stateAllows",
      "redemption.expire.stateAllows",
      "redemption.park.stateAllows",
      "redemption.retry.attemptsLeft",
      "redemption.retry.stateAllows",
      "refund.doubt.stateAllows",
      "refund.park.stateAllows",
    ],
  },
  {
    why: "the service has asked the same of a row that moves under its epoch only (afterNotFound of redemption.ts, apply of refund-work.ts)",
    isNeverAlone: true,
    mutants: ["redemption.send.sendsLeft", "refund.send.sendsLeft"],
  },
  {
    why: "what is frozen was frozen with this very refund, whose state lets it go once, in the same transaction",
    isNeverAlone: true,
    mutants: ["wallet.pay-out.frozenCovers", "wallet.unfreeze.frozenCovers"],
  },
  {
    why: "the redemption, payment or refund that it books ends once, by its own state, in the same transaction",
    isNeverAlone: true,
    mutants: ["ledger.post.isNew"],
  },
  {
    why: "what an open refund holds keeps its payment from being REFUNDED: reserve-refund.remainderCovers lets nobody have it twice",
    isNeverAlone: true,
    mutants: ["payment.return-refund.isSettled"],
  },
  {
    why: "every move of a saga raises its version, and steps, payment and order move in the same transactions: versionAsSeen says the same",
    isNeverAlone: true,
    mutants: [
      "order.cancel.sameOrder",
      "order.finish.sameOrder",
      "order.pay.sameOrder",
      "payment.doubt.stateAllows",
      "payment.request-cancel.stateAllows",
      "step.skip-wait.stateAllows",
      "step.to-pending.stateAllows",
    ],
  },
  {
    why: "a refund is parked after an hour of lookups, and by then the faults of a world have struck",
    isNeverAlone: true,
    mutants: ["refund.park.epochIsMine"],
  },
  {
    why: "two operators' words close one review in the same transactions: review.close.isOpen says the same",
    isNeverAlone: true,
    mutants: ["refund.resolve.stateAllows"],
  },
  {
    why: "a payment leaves its settled states only with the last of what is refunded or reserved: refundedAsSeen, refundableAsSeen or remainderCovers says the same",
    isNeverAlone: true,
    mutants: ["payment.channel-refund.isSettled", "payment.dispute.isSettled"],
  },
  {
    why: "its id is that of its cause: the event, which inbox.applied.isOpen lets in once, or the dispute, whose pointer is written with it",
    isNeverAlone: true,
    mutants: ["refund.tell.isNew", "refund.dispute.isNew"],
  },
  {
    why: "a check of two conditions, which are seen one by one as soon as step.send.stateAllows is gone",
    mutants: ["write saga.driving"],
  },
  {
    why: "createPayment has read that it ended without money, which it never leaves but for a refund that is allowed here, too",
    isNeverAlone: true,
    mutants: ["write payment.ended-unpaid", "payment.ended-unpaid.endedUnpaid"],
  },
  {
    why: "a callback makes the saga ask the channel, and no channel of the model contradicts its own webhooks: what was paid is settled or given back",
    mutants: ["write step.not-paid", "step.fail-wait.notPaid", "step.not-paid.notPaid", "step.skip-wait.notPaid"],
  },
  {
    why: "by which policy it was decided, and where it may go, no row tells afterwards, only answers and later refusals: service tests read them",
    mutants: [
      "write destination.create",
      "write destination.end",
      "destination.end.isInUse",
      "write destination.usable",
      "destination.usable.hasCooled",
      "write policy.as-seen",
      "write policy.replace",
      "policy.replace.versionAsSeen",
      "write withdrawal-no.bury",
    ],
  },
  {
    why: "without it nothing is sent: the intent is refused, and when the withdrawal's time is over its money is back",
    mutants: ["write withdrawal.claim"],
  },
  {
    why: "without it the order ends a little later, when its time is over: only its caller's answer tells of the wish",
    mutants: ["write order.request-cancel", "order.release.isWanted"],
  },
  {
    why: "the order's own move beside it has the same condition, or the payment's row has: crash and race tests hold them apart",
    mutants: ["write order.held", "write order.over", "write order-no.as-before", "write order-no.free"],
  },
  {
    why: "it asks of the row again what was asked with the same reading of the clock, and its time does not change while it waits",
    isNeverAlone: true,
    mutants: [
      "order.expire.isOver",
      "order.hold.inTime",
      "withdrawal.approve-last.inTime",
      "withdrawal.approve.inTime",
      "withdrawal.reject.inTime",
    ],
  },
  {
    why: "what was read is final, or changes under an epoch that nobody else has: the row cannot be otherwise when it is written",
    isNeverAlone: true,
    mutants: ["order.over.isOver", "withdrawal.pay.sendsLeft", "withdrawal.return.isConfirmed"],
  },
  {
    why: "who votes or is told twice at the same moment meets the withdrawal as others have left it, which is a condition beside this one; no provider of the model sends money back in parts: a test does",
    isNeverAlone: true,
    mutants: ["approval.give.isFirst", "return.record.isFirst"],
  },
  {
    why: "what is taken off a day was counted by the withdrawal whose own row moves beside it, and that moves once",
    isNeverAlone: true,
    mutants: ["withdrawal-day.uncount.isCounted"],
  },
  {
    why: "the merchant stays SUSPENDED and changes as little, or is ACTIVE a second time: only answers tell, which tests over HTTP read",
    mutants: ["write merchant.activate", "write merchant.close", "merchant.activate.statusAllows"],
  },
  {
    why: "an order that was paid keeps its payment, which becomes REFUNDED once, in the same transaction",
    isNeverAlone: true,
    mutants: ["order.refund.sameOrder", "order.refund.stateAllows"],
  },
  {
    why: "a vote, or a wish, on a row that has ended: nobody asks it any more, and only its caller's answer tells of it",
    mutants: ["withdrawal.approve.stateAllows", "order.request-cancel.stateAllows"],
  },
  {
    why: "an operator was told a moment before, by a slower clock, that it may go: it ends as expired, unsent, and its money is back",
    mutants: ["withdrawal.expire.isOver"],
  },
  {
    why: "not seen in forty worlds of its kind, which are young: store cases and race tests hold it; to be hunted with more seeds",
    isToBeHunted: true,
    mutants: [
      "withdrawal.approve.approvedAsSeen",
      "merchant.as-seen.statusAsSeen",
      "write merchant.as-seen",
      "merchant.close.statusAllows",
      "merchant.suspend.statusAllows",
      "order-no.pass-on.paymentAsSeen",
      "order.refund-purchase.sameOrder",
      "withdrawal.decline.sendsAsSeen",
      "wallet.credit-open.isUnwatched",
      "wallet.watch.nothingIsAvailable",
      "wallet.watch.nothingIsFrozen",
    ],
  },
  {
    why: "its known world is another one since a key's first request reads its merchant too, and a short hunt found no other: to be hunted with more seeds",
    isToBeHunted: true,
    mutants: [
      "write saga.extend-lease",
      "offer.change.limitAsSeen",
      "order.held.sameOrder",
      "payment.capture.stateAllows",
      "saga.advance.stateAllows",
      "saga.load.mayTakeOver",
      "saga.pivot.stateAllows",
      "saga.pivot.versionAsSeen",
      "step.to-skipped.stateAllows",
      "account.credit.loginAsSeen",
      "payment.note-dispute.disputeAsSeen",
      "redemption.park.epochIsMine",
      "saga.abort.resumesAsSeen",
      "saga.advance.epochIsMine",
      "saga.close-compensation.epochIsMine",
      "saga.compensated.epochIsMine",
      "step.to-succeeded.stateAllows",
      "stock.change.isFree",
    ],
  },
  {
    why: "an earlier world showed it behind what covers for it; since callers ask and read differently its seed is another world, and none of forty came there again: to be hunted with more seeds",
    isToBeHunted: true,
    mutants: [
      "redemption.expire.epochIsMine",
      "saga.complete.epochIsMine",
      "saga.decline.epochIsMine",
      "step.callback.tellsMore",
    ],
  },
];

/**
 * Mutants that no world sees, with the reason why. `npm run prove -- --mutants` fails for one that is not here, and for one
 * that is here and was seen.
 */
export const SURVIVORS: Readonly<Record<string, Omit<Reason, "mutants">>> = Object.fromEntries(
  REASONS.flatMap(({ mutants, ...reason }) => mutants.map((title) => [title, reason])),
);

/** Writes that no world makes, with the reason why. */
export const NEVER_MADE: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      "delivery.fan-out",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the name as its source spells it
      "delivery.${kind}",
      "delivery.await-lane",
      "delivery.deliver",
      "delivery.resend",
      "lane.take",
      "lane.free",
      "event.fan-out",
      "endpoint.try",
      "endpoint.fail",
      "endpoint.succeed",
      "endpoint.tell-failing",
      "endpoint.disable",
    ].map((name) => [name, "no world has a merchant with a webhook endpoint yet"]),
  ),
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
  "notification.accept": "people of these worlds send no notifications: tests play each crash and each outcome",
  "notification.retry": "the same",
  "notification.claim": "the same",
  "notification.send": "the same",
  "notification.doubt": "the same",
  "notification.defer": "the same",
  "notification.${event}": "the same",
  "notification.expire": "the same",
  "notification.park": "the same",
  "notification-batch.open": "the same",
  "notification-batch.add-item": "the same",
  "template.create": "the same",
};
