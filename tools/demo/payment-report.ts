import { decimalOf } from "../../core/foundation/domain/money.ts";
import type { Payment, PaymentState } from "../../core/payments/domain/payment.ts";
import type { Saga } from "../../core/payments/domain/saga.ts";
import type { ChannelEffect, Row, Snapshot } from "../../invariants/snapshot.ts";
import type { Cell } from "../terminal/screen.ts";
import { METHODS } from "./payments.ts";
import { spread } from "./report.ts";
import type { Stage } from "./stage.ts";

interface Entry {
  at: string;
  event: string;
  by: string;
  detail: string | null;
}

export async function reportPayments(stage: Stage, snapshot: Snapshot): Promise<void> {
  const { screen } = stage;
  const { channel } = snapshot.effects;
  const rows = paymentRows(stage, snapshot);
  screen.table(
    "Payments, and how they ended",
    ["method", "count", "succeeded", "declined", "cancelled", "refunded", "parked"],
    rows.map(({ ends }) => ends),
  );
  screen.table(
    "What took effect at the channel, and the time from a payment's acceptance to its end",
    ["method", "charges", "cancels", "refunds", "executions", "p50", "p95", "max", "over the kill"],
    rows.map(({ effects }) => effects),
  );
  screen.table("The money, in USD", ["", "channel", "ledger", "wallet"], moneyRows(snapshot.main, channel));
  await tellOne(stage);
}

type SagaRow = Saga & Row & { completedAt?: number; compensatedAt?: number };

interface PaymentRow {
  ends: Cell[];
  effects: Cell[];
}

function paymentRows({ payments, killedAt }: Stage, { main, effects }: Snapshot): PaymentRow[] {
  const heads = headsOf<Payment>(main, "PAY#");
  const sagas = new Map(headsOf<SagaRow>(main, "SAGA#").map((saga) => [saga.paymentId, saga]));
  const rows = METHODS.map((method): PaymentRow => {
    const ids = new Set(payments.of(method).map(({ paymentId }) => paymentId));
    const same = heads.filter(({ paymentId }) => ids.has(paymentId));
    const inState = (...states: PaymentState[]) => same.filter(({ state }) => states.includes(state)).length;
    const took = (kind: ChannelEffect["kind"]) =>
      effects.channel.filter((effect) => effect.kind === kind && ids.has(effect.paymentId)).length;
    const driven = same.flatMap(({ paymentId }) => sagas.get(paymentId) ?? []);
    const ends = driven.flatMap(({ createdAt, completedAt, compensatedAt }) => {
      const endedAt = completedAt ?? compensatedAt;
      const overKill = createdAt < killedAt && killedAt < (endedAt ?? 0);
      return endedAt === undefined ? [] : [{ overKill, tookMs: endedAt - createdAt }];
    });
    const spreadOf = (overKill: boolean) =>
      spread(ends.filter((end) => end.overKill === overKill).map(({ tookMs }) => tookMs));
    const executions = driven.reduce((sum, { resumes }) => sum + resumes + 1, 0);
    const times = [...spreadOf(false), spreadOf(true)[2] ?? ""];
    return {
      ends: [
        ...[method, ids.size, inState("SUCCEEDED"), inState("DECLINED"), inState("CANCELLED")],
        ...[inState("REFUNDED", "PARTIALLY_REFUNDED"), inState("NEEDS_REVIEW")],
      ],
      effects: [method, took("charge"), took("void"), took("refund"), executions, ...times],
    };
  });
  const total = (of: keyof PaymentRow, column: number) => rows.reduce((sum, row) => sum + Number(row[of][column]), 0);
  const all: PaymentRow = {
    ends: ["all", ...[1, 2, 3, 4, 5, 6].map((column) => total("ends", column))],
    effects: ["all", ...[1, 2, 3, 4].map((column) => total("effects", column)), "", "", "", ""],
  };
  return [...rows, all];
}

/** Three books by three hands, and at the bottom the same sum in each. */
function moneyRows(main: readonly Row[], effects: readonly ChannelEffect[]): Cell[][] {
  const at = (kind: ChannelEffect["kind"]) => sum(effects.filter((one) => one.kind === kind));
  const entries = main.filter(({ pk, kind }) => pk.startsWith("LEDGER#") && String(kind).startsWith("payment-"));
  const booked = (kind: string) => {
    const postings = entries.filter((entry) => entry.kind === kind).flatMap((entry) => entry.postings as Posting[]);
    return Math.abs(sum(postings.filter(({ ledgerAccount }) => ledgerAccount.startsWith("wallet:"))));
  };
  // Paid after they had ended: they went back, and no wallet ever saw them.
  const late = sum(
    main.flatMap(({ sk, origin, state, amount }) =>
      sk.startsWith("REFUND#") && origin === "late-success" && state === "SUCCEEDED" ? [amount as Posting] : [],
    ),
  );
  const wallets = headsOf<{ available: number; frozen: number } & Row>(main, "WALLET#");
  const held = wallets.reduce((total, { available, frozen }) => total + available + frozen, 0);
  const [charged, voided, refunded] = [at("charge"), at("void"), at("refund")];
  const [settled, paidBack] = [booked("payment-settled"), booked("payment-refunded")];
  return [
    ["captured and settled", usd(charged - late - voided), usd(settled), ""],
    ["captured, given back by the cancel", usd(voided), "", ""],
    ["captured after the end, given back", usd(late), "", ""],
    ["refunded", usd(refunded - late), usd(paidBack), ""],
    ["left", usd(charged - voided - refunded), usd(settled - paidBack), usd(held)],
  ];
}

interface Posting {
  ledgerAccount: string;
  amount: number;
}

const sum = (rows: readonly { amount: number }[]) => rows.reduce((total, { amount }) => total + amount, 0);
const usd = (amount: number) => decimalOf({ amount, currency: "USD" }) ?? "";

function headsOf<Head>(main: readonly Row[], entity: string): Head[] {
  return main.filter(({ pk, sk }) => pk.startsWith(entity) && sk === "HEAD") as Head[];
}

/** One payment's whole life, as its merchant can ask for it: one that was paid after it had been cancelled. */
async function tellOne(stage: Stage): Promise<void> {
  const { method = "", paymentId = "" } = stage.payments.of("pm_late_success")[0] ?? {};
  const path = { id: paymentId };
  const { items } = await stage.merchant.get<{ items: Entry[] }>("GET /v1/payments/{id}/timeline", { path });
  const startedAt = Date.parse(items[0]?.at ?? "");
  stage.screen.table(
    `One payment's timeline: ${paymentId}, ${method}`,
    ["after", "what", "by", ""],
    items.map(({ at, event, by, detail }) => [
      `${((Date.parse(at) - startedAt) / 1000).toFixed(1)} s`,
      event,
      by,
      detail ?? "",
    ]),
  );
}
