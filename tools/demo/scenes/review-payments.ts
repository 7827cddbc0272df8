import { awaitState } from "../payment-states.ts";
import type { DemoPayment } from "../payments.ts";
import type { Stage } from "../stage.ts";

/** A doubt lasts 25 s; the sweeper takes up what the kill left a minute after the restart. */

/** What no machine may decide: an outcome that the channel cannot tell, and a cancel that it does not do. */
export async function reviewPayments(stage: Stage): Promise<void> {
  const { merchant, operator, screen, payments } = stage;
  const silent = payments.of("pm_unknown_forever");
  const stuck = payments.of("pm_cancel_fails_always");
  screen.scene(
    "A person decides on payments",
    `${silent.length} have an outcome that the channel cannot tell, ${stuck.length} cannot be cancelled: they are parked.`,
  );
  const parked = [...silent, ...stuck];
  await awaitState(stage, "payments to be parked", parked, ["NEEDS_REVIEW"]);
  const listed = await operator.list<{ paymentId: string }>(
    "GET /v1/sagas",
    { query: { status: "NEEDS_REVIEW" } },
    100,
  );
  stage.check(
    listed.length === parked.length &&
      parked.every((one) => listed.some(({ paymentId }) => paymentId === one.paymentId)),
    `the operators' list has these ${parked.length} sagas and no other`,
    listed.map(({ paymentId }) => paymentId).join(" "),
  );
  const [refused, voided] = [silent[0], stuck[0]] as [DemoPayment, DemoPayment];
  await resolve(stage, refused, "FAILED", "the channel's books have no such charge");
  await resolve(stage, voided, "COMPENSATED", "the channel's support has closed it by hand");
  const route = "POST /v1/sagas/{id}/compensate";
  const paid = payments.of("pm_ok").find(({ ends }) => ends === "SUCCEEDED");
  const late = await operator.send(route, {
    path: { id: paid?.sagaId ?? "" },
    key: stage.newKey("compensate"),
    body: { reason: "out of curiosity" },
  });
  stage.check(
    late.status === 409 && late.json.code === "payment-captured",
    "not even the operator undoes what was captured: 409 payment-captured",
    late.text,
  );
  const { status } = await merchant.call(route, {
    path: { id: refused.sagaId ?? "" },
    key: stage.newKey("compensate"),
    body: { reason: "out of curiosity" },
  });
  stage.check(status === 403, "the merchant may steer no saga (403)", String(status));
}

const ENDS = { FAILED: "DECLINED", COMPENSATED: "CANCELLED" } as const;

async function resolve(stage: Stage, payment: DemoPayment, resolution: keyof typeof ENDS, reason: string) {
  const answer = await stage.operator.send("POST /v1/sagas/{id}/resolve", {
    path: { id: payment.sagaId ?? "" },
    key: stage.newKey("resolve"),
    body: { step: "ChargePayment", resolution, reason },
  });
  payment.ends = ENDS[resolution];
  stage.check(
    answer.status === 202,
    `the operator resolves one as ${resolution}: it goes on and ends ${payment.ends}`,
    answer.text,
  );
  await awaitState(stage, "the resolved payment to end", [payment], [payment.ends]);
}
