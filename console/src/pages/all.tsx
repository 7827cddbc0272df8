import type { ComponentType } from "preact";
import { matched, type Parameters } from "../router/route.ts";
import { AccountPage, AccountsPage } from "./accounts.tsx";
import { ApiKeysPage } from "./api-keys.tsx";
import { AuditsPage } from "./audits.tsx";
import { CampaignPage, CampaignsPage } from "./campaigns.tsx";
import { CodeRedemptionPage, CodeRedemptionsPage } from "./code-redemptions.tsx";
import { CodesPage } from "./codes.tsx";
import { DeliveriesPage, DeliveryPage } from "./deliveries.tsx";
import { EventPage, EventsPage } from "./events.tsx";
import { JobPage } from "./job.tsx";
import { MerchantPage, MerchantsPage } from "./merchants.tsx";
import { NotFound } from "./not-found.tsx";
import { NotificationBatchPage } from "./notification-batch.tsx";
import { NotificationTemplatePage, NotificationTemplatesPage } from "./notification-templates.tsx";
import { NotificationPage, NotificationsPage } from "./notifications.tsx";
import { OfferPage, OffersPage } from "./offers.tsx";
import { OrderPage, OrdersPage } from "./orders.tsx";
import { OverviewPage } from "./overview.tsx";
import { PaymentPage } from "./payment.tsx";
import { PaymentsPage } from "./payments.tsx";
import { PayoutDestinationPage, PayoutDestinationsPage } from "./payout-destinations.tsx";
import { PlanPage, PlansPage } from "./plans.tsx";
import { RedemptionPage } from "./redemption.tsx";
import { RedemptionBatchPage } from "./redemption-batch.tsx";
import { RedemptionsPage } from "./redemptions.tsx";
import { RefundPage } from "./refund.tsx";
import { ReviewsPage } from "./reviews.tsx";
import { SagaPage } from "./saga.tsx";
import { SagasPage } from "./sagas.tsx";
import { SearchPage } from "./search.tsx";
import { SubscriptionPage, SubscriptionsPage } from "./subscription.tsx";
import { WalletPage } from "./wallet.tsx";
import { WebhookEndpointPage, WebhookEndpointsPage } from "./webhook-endpoints.tsx";
import { WithdrawalPage } from "./withdrawal.tsx";
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
  page("/", OverviewPage, "Overview"),
  page("/search", SearchPage),
  page("/reviews", ReviewsPage, "Reviews"),
  page("/payments", PaymentsPage, "Payments"),
  page<{ id: string }>("/payments/{id}", PaymentPage),
  page<{ id: string }>("/refunds/{id}", RefundPage),
  page("/redemptions", RedemptionsPage, "Redemptions"),
  page<{ id: string }>("/redemptions/{id}", RedemptionPage),
  page<{ id: string }>("/redemption-batches/{id}", RedemptionBatchPage),
  page("/plans", PlansPage, "Plans"),
  page<{ id: string }>("/plans/{id}", PlanPage),
  page("/withdrawals", WithdrawalsPage, "Withdrawals"),
  page<{ id: string }>("/withdrawals/{id}", WithdrawalPage),
  page("/payout-destinations", PayoutDestinationsPage, "Payout destinations"),
  page<{ id: string }>("/payout-destinations/{id}", PayoutDestinationPage),
  page("/orders", OrdersPage, "Orders"),
  page<{ id: string }>("/orders/{id}", OrderPage),
  page("/offers", OffersPage, "Offers"),
  page<{ id: string }>("/offers/{id}", OfferPage),
  page("/subscriptions", SubscriptionsPage, "Subscriptions"),
  page<{ id: string }>("/subscriptions/{id}", SubscriptionPage),
  page("/campaigns", CampaignsPage, "Codes"),
  page<{ id: string }>("/campaigns/{id}", CampaignPage),
  page<{ id: string }>("/campaigns/{id}/codes", CodesPage),
  page("/code-redemptions", CodeRedemptionsPage, "Uses of codes"),
  page<{ id: string }>("/code-redemptions/{id}", CodeRedemptionPage),
  page<{ id: string }>("/jobs/{id}", JobPage),
  page("/sagas", SagasPage, "Sagas"),
  page<{ id: string }>("/sagas/{id}", SagaPage),
  page("/notifications", NotificationsPage, "Notifications"),
  page<{ id: string }>("/notifications/{id}", NotificationPage),
  page<{ id: string }>("/notification-batches/{id}", NotificationBatchPage),
  page("/notification-templates", NotificationTemplatesPage, "Templates"),
  page<{ id: string }>("/notification-templates/{id}", NotificationTemplatePage),
  page("/deliveries", DeliveriesPage, "Webhook deliveries"),
  page<{ id: string }>("/deliveries/{id}", DeliveryPage),
  page("/webhook-endpoints", WebhookEndpointsPage, "Webhook endpoints"),
  page<{ id: string }>("/webhook-endpoints/{id}", WebhookEndpointPage),
  page("/events", EventsPage, "Events"),
  page<{ id: string }>("/events/{id}", EventPage),
  page("/accounts", AccountsPage, "Card accounts"),
  page<{ id: string }>("/accounts/{id}", AccountPage),
  page("/merchants", MerchantsPage, "Merchants"),
  page<{ id: string }>("/merchants/{id}", MerchantPage),
  page<{ id: string; currency: string }>("/merchants/{id}/wallets/{currency}", WalletPage),
  page("/api-keys", ApiKeysPage, "API keys"),
  page("/audits", AuditsPage, "Audit"),
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
