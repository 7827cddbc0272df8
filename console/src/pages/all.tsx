import type { ComponentType } from "preact";
import { matched, type Parameters } from "../router/route.ts";
import { NotFound } from "./not-found.tsx";
import { NotificationPage, NotificationsPage } from "./notifications.tsx";
import { OrderPage, OrdersPage } from "./orders.tsx";
import { PaymentPage } from "./payment.tsx";
import { PaymentsPage } from "./payments.tsx";
import { RedemptionsPage } from "./redemptions.tsx";
import { SagasPage } from "./sagas.tsx";
import { WithdrawalsPage } from "./withdrawals.tsx";

export interface PageRow {
  /** Below the console's address; `{id}` is a parameter of the view. */
  path: string;
  /** Of its line in the navigation; without one it has none. */
  title?: string;
  view: ComponentType<Record<string, string>>;
}

/** A view with parameters: they are those of its path. */
function page<P extends Record<string, string>>(path: string, view: ComponentType<P>, title?: string): PageRow {
  return { path, view: view as unknown as PageRow["view"], ...(title === undefined ? {} : { title }) };
}

/** Every page, in the order of the navigation. */
export const PAGES: readonly PageRow[] = [
  page("/payments", PaymentsPage, "Payments"),
  page<{ id: string }>("/payments/{id}", PaymentPage),
  page("/redemptions", RedemptionsPage, "Redemptions"),
  page("/withdrawals", WithdrawalsPage, "Withdrawals"),
  page("/orders", OrdersPage, "Orders"),
  page<{ id: string }>("/orders/{id}", OrderPage),
  page("/sagas", SagasPage, "Sagas"),
  page("/notifications", NotificationsPage, "Notifications"),
  page<{ id: string }>("/notifications/{id}", NotificationPage),
];

export const NAVIGATION = PAGES.flatMap(({ path, title }) => (title === undefined ? [] : [{ path, title }]));

const NOT_FOUND = page("", NotFound);

export function pageAt(path: string): { page: PageRow; parameters: Parameters } {
  for (const row of PAGES) {
    const parameters = matched(row.path, path);
    if (parameters !== undefined) return { page: row, parameters };
  }
  return { page: NOT_FOUND, parameters: {} };
}
