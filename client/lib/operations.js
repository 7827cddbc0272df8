// Written by `npm run docs` from docs/openapi.json; do not edit.

/** Resource -> method -> HTTP method, path, and what it takes. */
/** @type {Record<string, Record<string, string>>} */
export const OPERATIONS = {
  plans: {
    create: "POST /v1/plans key body",
    list: "GET /v1/plans list",
    get: "GET /v1/plans/{id}",
  },
  accounts: {
    create: "POST /v1/accounts key body",
    list: "GET /v1/accounts list",
    get: "GET /v1/accounts/{id}",
    update: "PATCH /v1/accounts/{id} key body",
    release: "POST /v1/accounts/{id}/release key body",
  },
  redemptions: {
    submit: "POST /v1/redemptions key body",
    list: "GET /v1/redemptions list",
    get: "GET /v1/redemptions/{id}",
    getTimeline: "GET /v1/redemptions/{id}/timeline",
    resolve: "POST /v1/redemptions/{id}/resolve key body",
    lookUp: "POST /v1/redemptions/{id}/look-up",
  },
  redemptionBatches: {
    submit: "POST /v1/redemption-batches key body",
    get: "GET /v1/redemption-batches/{id} query",
  },
  campaigns: {
    create: "POST /v1/campaigns key body",
    list: "GET /v1/campaigns list",
    get: "GET /v1/campaigns/{id}",
    update: "PATCH /v1/campaigns/{id} key body",
    createCodes: "POST /v1/campaigns/{id}/codes key body",
    listCodes: "GET /v1/campaigns/{id}/codes list",
    exportCodes: "POST /v1/campaigns/{id}/exports body",
  },
  jobs: {
    get: "GET /v1/jobs/{id}",
  },
  codes: {
    lookUp: "POST /v1/codes/lookup body",
    update: "PATCH /v1/codes/{id} key body",
  },
  codeRedemptions: {
    redeem: "POST /v1/code-redemptions key body",
    list: "GET /v1/code-redemptions list",
    preview: "POST /v1/code-redemptions/preview body",
    get: "GET /v1/code-redemptions/{id}",
    reverse: "POST /v1/code-redemptions/{id}/reverse key body",
  },
  offers: {
    create: "POST /v1/offers key body",
    list: "GET /v1/offers list",
    get: "GET /v1/offers/{id}",
    update: "PATCH /v1/offers/{id} key body",
  },
  orders: {
    create: "POST /v1/orders key body",
    list: "GET /v1/orders list",
    preview: "POST /v1/orders/preview body",
    get: "GET /v1/orders/{id}",
    cancel: "POST /v1/orders/{id}/cancel key body",
  },
  subscriptions: {
    list: "GET /v1/subscriptions list",
    get: "GET /v1/subscriptions/{id}",
  },
  payments: {
    create: "POST /v1/payments key body",
    list: "GET /v1/payments list",
    get: "GET /v1/payments/{id}",
    getTimeline: "GET /v1/payments/{id}/timeline",
    cancel: "POST /v1/payments/{id}/cancel key body",
    createRefund: "POST /v1/payments/{id}/refunds key body",
    listRefunds: "GET /v1/payments/{id}/refunds list",
    lookUp: "POST /v1/payments/{id}/look-up",
  },
  refunds: {
    get: "GET /v1/refunds/{id}",
    resolve: "POST /v1/refunds/{id}/resolve key body",
    lookUp: "POST /v1/refunds/{id}/look-up",
  },
  sagas: {
    list: "GET /v1/sagas list",
    get: "GET /v1/sagas/{id}",
    retry: "POST /v1/sagas/{id}/retry key body",
    compensate: "POST /v1/sagas/{id}/compensate key body",
    resolve: "POST /v1/sagas/{id}/resolve key body",
  },
  merchants: {
    putWithdrawalPolicy: "PUT /v1/merchants/{id}/withdrawal-policy key body",
    create: "POST /v1/merchants key body",
    list: "GET /v1/merchants list",
    get: "GET /v1/merchants/{id}",
    activate: "POST /v1/merchants/{id}/activate key body",
    suspend: "POST /v1/merchants/{id}/suspend key body",
    close: "POST /v1/merchants/{id}/close key body",
    putRequestLimit: "PUT /v1/merchants/{id}/request-limit key body",
    listChannels: "GET /v1/merchants/{id}/channels list",
    putChannel: "PUT /v1/merchants/{id}/channels/{channel} key body",
    deleteChannel: "DELETE /v1/merchants/{id}/channels/{channel}",
  },
  payoutDestinations: {
    create: "POST /v1/payout-destinations key body",
    list: "GET /v1/payout-destinations list",
    get: "GET /v1/payout-destinations/{id}",
    delete: "DELETE /v1/payout-destinations/{id}",
  },
  withdrawals: {
    create: "POST /v1/withdrawals key body",
    list: "GET /v1/withdrawals list",
    get: "GET /v1/withdrawals/{id}",
    getTimeline: "GET /v1/withdrawals/{id}/timeline",
    cancel: "POST /v1/withdrawals/cancel key body",
    approve: "POST /v1/withdrawals/{id}/approve key body",
    reject: "POST /v1/withdrawals/{id}/reject key body",
    resolve: "POST /v1/withdrawals/{id}/resolve key body",
    lookUp: "POST /v1/withdrawals/{id}/look-up",
  },
  notificationTemplates: {
    create: "POST /v1/notification-templates key body",
    list: "GET /v1/notification-templates list",
    get: "GET /v1/notification-templates/{id}",
  },
  notifications: {
    submit: "POST /v1/notifications key body",
    list: "GET /v1/notifications list",
    get: "GET /v1/notifications/{id}",
    getTimeline: "GET /v1/notifications/{id}/timeline",
    resolve: "POST /v1/notifications/{id}/resolve key body",
  },
  notificationBatches: {
    submit: "POST /v1/notification-batches key body",
    get: "GET /v1/notification-batches/{id} query",
  },
  wallets: {
    list: "GET /v1/wallets list",
    listEntries: "GET /v1/wallets/{currency}/entries list",
  },
  events: {
    list: "GET /v1/events list",
    get: "GET /v1/events/{id}",
  },
  webhookEndpoints: {
    create: "POST /v1/webhook-endpoints key body",
    list: "GET /v1/webhook-endpoints list",
    get: "GET /v1/webhook-endpoints/{id}",
    update: "PATCH /v1/webhook-endpoints/{id} key body",
    delete: "DELETE /v1/webhook-endpoints/{id}",
    rotateSecret: "POST /v1/webhook-endpoints/{id}/rotate-secret key body",
    test: "POST /v1/webhook-endpoints/{id}/test key",
    replay: "POST /v1/webhook-endpoints/{id}/replay key body",
  },
  webhookDeliveries: {
    list: "GET /v1/webhook-deliveries list",
    get: "GET /v1/webhook-deliveries/{id}",
    resend: "POST /v1/webhook-deliveries/{id}/resend key",
  },
  merchant: {
    get: "GET /v1/merchant",
  },
  apiKeys: {
    create: "POST /v1/api-keys key body",
    list: "GET /v1/api-keys list",
    rotate: "POST /v1/api-keys/{id}/rotate key body",
    revoke: "POST /v1/api-keys/{id}/revoke key body",
  },
  users: {
    forget: "POST /v1/users/{userId}/forget key body",
  },
  health: {
    get: "GET /health",
  },
  reviews: {
    list: "GET /v1/reviews list",
    close: "POST /v1/reviews/{id}/close key body",
  },
  overview: {
    get: "GET /v1/overview",
  },
  audits: {
    list: "GET /v1/audits list",
  },
  idempotencyKeys: {
    find: "GET /v1/idempotency-keys/{key}",
  },
};
