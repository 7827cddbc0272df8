import type * as z from "zod/mini";
import type { ANSWERS } from "../answers.ts";

/** An answer as it leaves Tender. */
export type Example<N extends keyof typeof ANSWERS> = z.output<(typeof ANSWERS)[N]>;

/** One merchant's story: what one example names, the others tell of. */
export const ID = {
  plan: "pln_acme_01KFZ0A1B2C3D4E5F6G7H8J9K0",
  account: "acc_acme_01KFZ0A4M5N6P7Q8R9S0T1V2W3",
  redemption: "rdm_acme_5EJ36FSAS5Q3WME64TY4X0YEW3",
  batch: "bat_acme_01KFZ0B7CHQ7R0D7BY2R9008EX",
  payment: "pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
  saga: "sag_acme_01KFZ0C1PXD80J19QZP3PFMVB7",
  order: "ord_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
  refund: "ref_acme_01KFZ0D07TKQFEX1JYD220K3RX",
  review: "rev_acme_01KFZ0E3XH39T1F5TN8EWRRZM2",
  offer: "off_acme_01KFZ0F4SNRW2PGVHNJBBGFZK1",
  campaign: "cam_acme_01KFZ0F540RH2M9V397JVKADNY",
  code: "cod_acme_T346YKZEKSEG018NJV5TYGR9RR",
  codeRedemption: "cru_acme_E4EXQ355YPEMRNCRGF83TSZT8C",
  codeOrder: "ord_acme_01KFZ0FEA4TE79D1FY92AVAGMB",
  subscription: "sub_acme_QA8WB0AP4J2AQ9ERXKC3Q2ZKMY",
  job: "job_acme_01KFZ0GNXEABADHV8WYWYMYJ55",
  destination: "dst_acme_01KFZ0H0QP5VDAYY86YPRJDJX7",
  withdrawal: "wdr_acme_01KFZ0HM6AQGWBQT9JKAYPM3XW",
  template: "tpl_acme_01KFZ0JREQ3G5BQ2MC62Y2J7EP",
  notification: "ntf_acme_C6R2JRMFXVQV2J12QC60WTYFAT",
  notificationBatch: "ntb_acme_EVRFHJWJX30MCNM3VXWQXF69X6",
  endpoint: "whe_acme_01KFZ0K6VJ9GC8P9WDS1XNJ5WD",
  event: "evt_acme_01KFZ0C8QCD3G7B0D6KEZTSBM6",
  delivery: "dlv_acme_01KFZ0C8QC3J4X2PAEDX72ZDH9",
  merchantKey: "E8CTGG5KH44A",
  operatorKey: "NQVGH22DJV23",
} as const;

/** The day of the story. */
export const AT = {
  setUp: "2027-01-31T09:00:00.000Z",
  asked: "2027-01-31T12:00:00.000Z",
  sent: "2027-01-31T12:00:00.412Z",
  ended: "2027-01-31T12:00:02.730Z",
  later: "2027-01-31T12:30:00.000Z",
  hour: "2027-01-31T12:00:00.000Z",
  tomorrow: "2027-02-01T12:00:00.000Z",
  nextMonth: "2027-02-28T12:00:02.730Z",
} as const;

export const usd = (amount: number) => ({ amount, currency: "USD" });

/** A page with one item, and none after it. */
export function pageOf<Item>(item: Item) {
  return { items: [item], nextCursor: null };
}
