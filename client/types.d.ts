// Written by `npm run docs` from docs/openapi.json; do not edit.
// ypx2eixNUlGRrred_5mZTo5LuWSWBpqKUGVUSuVdCrs

export interface components {
    schemas: {
        /**
         * @example {
         *       "status": "ok"
         *     }
         */
        Health: {
            /** @constant */
            status: "ok";
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "route": "POST /v1/payments",
         *           "status": "DONE",
         *           "httpStatus": 202,
         *           "resourceId": "pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK"
         *         }
         *       ]
         *     }
         */
        KeyUses: {
            items: {
                route: string;
                /** @enum {string} */
                status: "IN_PROGRESS" | "DONE";
                httpStatus: number | null;
                resourceId: string | null;
            }[];
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "auditId": "01KFZ0C1PX01PXJTQRNHNVN4FM",
         *           "keyId": "01KFZ0C1PX01PXJTQRNHNVN4FK",
         *           "action": "vendor asked",
         *           "subjectId": "pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *           "reason": "asked sandbox for pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK#charge",
         *           "at": "2027-01-31T12:00:00.000Z"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        AuditList: {
            items: {
                auditId: string;
                /** @description The API key that did it, by its id */
                keyId: string;
                action: string;
                /** @description What it was done to: a resource, a merchant, an API key, a number */
                subjectId: string;
                reason: string;
                at: components["schemas"]["Time"];
            }[];
            /** @description null on the last page. A page may have fewer items than its `limit`, or none, and not be the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "asked": {
         *         "provider": "sandbox",
         *         "key": "pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK#charge"
         *       },
         *       "answer": "succeeded",
         *       "providerReference": "sbx_7Q2M4K",
         *       "amount": {
         *         "amount": 1999,
         *         "currency": "USD"
         *       },
         *       "at": "2027-01-31T12:00:02.730Z"
         *     }
         */
        LookUp: {
            /** @description Who was asked, and by which key it knows the call */
            asked: {
                provider: string;
                key: string;
            };
            /**
             * @description `not-found` proves nothing while a call may still be on its way; `unknown`: no answer, or none that says how it ends
             * @enum {string}
             */
            answer: "succeeded" | "declined" | "not-found" | "unknown";
            providerReference?: string;
            /** @description Where the vendor names it */
            amount?: components["schemas"]["Money"];
            at: components["schemas"]["Time"];
        };
        /**
         * @example {
         *       "reviews": {
         *         "count": 1,
         *         "oldestAt": "2027-01-31T12:00:00.000Z",
         *         "byKind": {
         *           "redemption": 0,
         *           "payment": 0,
         *           "refund": 0,
         *           "withdrawal": 0,
         *           "webhook endpoint": 0,
         *           "notification": 0,
         *           "charge": 1,
         *           "violation": 0
         *         }
         *       },
         *       "due": [
         *         {
         *           "kind": "delivery",
         *           "oldestDueAt": "2027-01-31T12:00:00.000Z"
         *         }
         *       ],
         *       "queues": [
         *         {
         *           "name": "deliveries",
         *           "visible": 12,
         *           "inFlight": 3,
         *           "deadLetters": 0
         *         }
         *       ],
         *       "failingEndpoints": 2,
         *       "hours": [
         *         {
         *           "at": "2027-01-31T12:00:00.000Z",
         *           "counts": {
         *             "payment.succeeded": 130,
         *             "payment.declined": 4
         *           }
         *         }
         *       ]
         *     }
         */
        Overview: {
            /** @description What waits for a person. Counted up to 20,000, in parts: what is near that is what it is at least */
            reviews: {
                count: number;
                oldestAt: components["schemas"]["Time"] | null;
                byKind: {
                    redemption: number;
                    payment: number;
                    refund: number;
                    withdrawal: number;
                    "webhook endpoint": number;
                    notification: number;
                    charge: number;
                    violation: number;
                };
            };
            /** @description Of each kind of work that is due by now, since when the oldest is */
            due: {
                /** @enum {string} */
                kind: "message" | "redemption" | "saga" | "refund" | "webhook" | "job" | "replay" | "order" | "withdrawal" | "approval" | "notification" | "event" | "delivery";
                oldestDueAt: components["schemas"]["Time"];
            }[];
            /** @description Messages by SQS's own count, which lags behind a little. A queue that SQS does not tell of is left out */
            queues: {
                /** @enum {string} */
                name: "redemptions" | "sagas" | "refunds" | "webhooks" | "codes" | "withdrawals" | "orders" | "notifications" | "deliveries" | "replays";
                visible: number;
                inFlight: number;
                deadLetters: number;
            }[];
            /** @description Merchants' webhook endpoints whose last try has failed */
            failingEndpoints: number;
            /** @description What merchants were told of in each of the last 24 hours, by the type of event: oldest first, what did not happen is not named. Counted each minute, some minutes behind */
            hours: {
                at: components["schemas"]["Time"];
                counts: {
                    [key: string]: number;
                };
            }[];
        };
        /**
         * @example {
         *       "reviewId": "rev_acme_01KFZ0E3XH39T1F5TN8EWRRZM2",
         *       "kind": "charge",
         *       "tenantId": "acme",
         *       "paymentId": null,
         *       "sagaId": null,
         *       "orderNo": null,
         *       "redemptionId": null,
         *       "refundId": null,
         *       "withdrawalId": null,
         *       "notificationId": null,
         *       "webhookEndpointId": null,
         *       "trade": "sbx_7Q2M4K",
         *       "amount": {
         *         "amount": 1999,
         *         "currency": "USD"
         *       },
         *       "channel": "sandbox",
         *       "tries": null,
         *       "why": "second charge",
         *       "detail": "The customer has paid twice, under two trade numbers.",
         *       "since": "2027-01-31T12:00:02.730Z",
         *       "closedAt": null
         *     }
         */
        Review: {
            reviewId: string;
            kind: ("redemption" | "payment" | "refund" | "withdrawal" | "webhook endpoint" | "notification" | "charge" | "violation") | null;
            tenantId: string;
            paymentId: string | null;
            sagaId: string | null;
            orderNo: string | null;
            redemptionId: string | null;
            refundId: string | null;
            withdrawalId: string | null;
            notificationId: string | null;
            webhookEndpointId: string | null;
            trade: string | null;
            /** @description At stake; null where nobody knows it, as of a redemption */
            amount: components["schemas"]["Money"] | null;
            /** @description The payment channel, payout provider or way of sending */
            channel: string | null;
            /** @description How often it was tried before a person was asked */
            tries: number | null;
            why: string;
            /** @description `why` in words */
            detail: string;
            since: components["schemas"]["Time"];
            closedAt: components["schemas"]["Time"] | null;
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "reviewId": "rev_acme_01KFZ0E3XH39T1F5TN8EWRRZM2",
         *           "kind": "charge",
         *           "tenantId": "acme",
         *           "paymentId": null,
         *           "sagaId": null,
         *           "orderNo": null,
         *           "redemptionId": null,
         *           "refundId": null,
         *           "withdrawalId": null,
         *           "notificationId": null,
         *           "webhookEndpointId": null,
         *           "trade": "sbx_7Q2M4K",
         *           "amount": {
         *             "amount": 1999,
         *             "currency": "USD"
         *           },
         *           "channel": "sandbox",
         *           "tries": null,
         *           "why": "second charge",
         *           "detail": "The customer has paid twice, under two trade numbers.",
         *           "since": "2027-01-31T12:00:02.730Z",
         *           "closedAt": null
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        ReviewList: {
            items: components["schemas"]["Review"][];
            /** @description null on the last page. A page may have fewer items than its `limit`, or none, and not be the last */
            nextCursor: string | null;
        };
        /**
         * @description RFC 9457. The codes are described in errors.md.
         * @example {
         *       "type": "/errors/request-invalid",
         *       "title": "Request is not valid",
         *       "status": 400,
         *       "detail": "The request has fields that are not valid. Correct the fields listed in `errors`, then send the request again.",
         *       "instance": "/v1/payments",
         *       "code": "request-invalid",
         *       "retryable": false,
         *       "requestId": "JKJaXmPLvHcESHA=",
         *       "errors": [
         *         {
         *           "pointer": "/amount/currency",
         *           "detail": "is required"
         *         }
         *       ]
         *     }
         */
        Problem: {
            /** @description `/errors/<code>`, described in errors.md */
            type: string;
            title: string;
            status: number;
            /** @description What went wrong this time, and what to do next */
            detail: string;
            /** @description The path of the request */
            instance: string;
            /** @enum {string} */
            code: "unauthenticated" | "scope-missing" | "edge-bypassed" | "not-found" | "method-not-allowed" | "body-too-large" | "media-type-unsupported" | "body-not-json" | "request-invalid" | "cursor-invalid" | "idempotency-key-missing" | "idempotency-key-invalid" | "idempotency-key-reused" | "idempotency-key-in-use" | "amount-mismatch" | "not-in-review" | "review-not-closable" | "look-up-too-soon" | "rate-limited" | "overloaded" | "internal" | "merchant-not-active" | "merchant-not-found" | "key-revoked" | "key-of-another" | "merchant-exists" | "merchant-state" | "work-open" | "wallet-not-empty" | "plan-not-found" | "code-malformed" | "already-redeemed" | "redemption-in-progress" | "redemption-needs-review" | "redemption-differs" | "attempts-exhausted" | "batch-differs" | "batch-rejected" | "account-not-leased" | "lease-in-use" | "already-used" | "code-invalid" | "too-many-attempts" | "offer-not-found" | "offer-inactive" | "quota-exceeded" | "out-of-stock" | "stock-in-use" | "stock-unlimited" | "order-exists" | "order-not-cancellable" | "order-in-progress" | "order-paid" | "order-not-found" | "order-not-payable" | "channel-not-configured" | "payment-captured" | "payment-needs-review" | "payment-not-captured" | "refund-exceeds-payment" | "insufficient-balance" | "step-not-resolvable" | "webhook-unverified" | "webhook-malformed" | "destination-not-found" | "destination-cooling" | "currency-not-supported" | "amount-below-fee" | "limit-exceeded" | "withdrawal-exists" | "withdrawal-cancelled" | "withdrawal-in-flight" | "withdrawal-needs-review" | "withdrawal-confirmed" | "already-approved" | "not-awaiting-approval" | "too-many-endpoints" | "endpoint-disabled" | "event-expired" | "url-not-allowed" | "template-not-found" | "params-invalid" | "already-sent" | "notification-in-progress" | "notification-needs-review" | "notification-differs" | "exchange-silent" | "channel-silent" | "charge-closed";
            /** @description The same request may succeed after `Retry-After` seconds */
            retryable: boolean;
            /**
             * @description What has to end, or be decided, first
             * @enum {string}
             */
            waitFor?: "redemption" | "payment" | "withdrawal" | "notification" | "review";
            /** @description Of the request that was refused first; a replay keeps it */
            requestId: string;
            errors?: {
                /** @description RFC 6901, into the body; or `/headers/<name>`, `/query/<name>`, `/path/<name>` */
                pointer: string;
                detail: string;
                /**
                 * @description The item's own error code, in batches
                 * @enum {string}
                 */
                code?: "unauthenticated" | "scope-missing" | "edge-bypassed" | "not-found" | "method-not-allowed" | "body-too-large" | "media-type-unsupported" | "body-not-json" | "request-invalid" | "cursor-invalid" | "idempotency-key-missing" | "idempotency-key-invalid" | "idempotency-key-reused" | "idempotency-key-in-use" | "amount-mismatch" | "not-in-review" | "review-not-closable" | "look-up-too-soon" | "rate-limited" | "overloaded" | "internal" | "merchant-not-active" | "merchant-not-found" | "key-revoked" | "key-of-another" | "merchant-exists" | "merchant-state" | "work-open" | "wallet-not-empty" | "plan-not-found" | "code-malformed" | "already-redeemed" | "redemption-in-progress" | "redemption-needs-review" | "redemption-differs" | "attempts-exhausted" | "batch-differs" | "batch-rejected" | "account-not-leased" | "lease-in-use" | "already-used" | "code-invalid" | "too-many-attempts" | "offer-not-found" | "offer-inactive" | "quota-exceeded" | "out-of-stock" | "stock-in-use" | "stock-unlimited" | "order-exists" | "order-not-cancellable" | "order-in-progress" | "order-paid" | "order-not-found" | "order-not-payable" | "channel-not-configured" | "payment-captured" | "payment-needs-review" | "payment-not-captured" | "refund-exceeds-payment" | "insufficient-balance" | "step-not-resolvable" | "webhook-unverified" | "webhook-malformed" | "destination-not-found" | "destination-cooling" | "currency-not-supported" | "amount-below-fee" | "limit-exceeded" | "withdrawal-exists" | "withdrawal-cancelled" | "withdrawal-in-flight" | "withdrawal-needs-review" | "withdrawal-confirmed" | "already-approved" | "not-awaiting-approval" | "too-many-endpoints" | "endpoint-disabled" | "event-expired" | "url-not-allowed" | "template-not-found" | "params-invalid" | "already-sent" | "notification-in-progress" | "notification-needs-review" | "notification-differs" | "exchange-silent" | "channel-silent" | "charge-closed";
            }[];
            /** @description The user's own earlier use */
            codeRedemptionId?: string;
            /** @description The order that has the number */
            orderId?: string;
            /** @description The payment that is in the way */
            paymentId?: string;
            /** @description The withdrawal that has the number */
            withdrawalId?: string;
        };
        /**
         * @description `amount` in minor units of `currency`, as ISO 4217 counts them: 1999 is 19.99 USD, 1999 JPY, 1.999 KWD. Judged by its digits: `1.0` and `1e3` are integers, `0.99999999999999999999` is not
         * @example {
         *       "amount": 1999,
         *       "currency": "USD"
         *     }
         */
        Money: {
            amount: number;
            /**
             * @description ISO 4217; currencies in circulation, no fund codes or precious metals
             * @example USD
             */
            currency: string;
        };
        /**
         * @description Like Money; `amount` may be 0
         * @example {
         *       "amount": 0,
         *       "currency": "USD"
         *     }
         */
        Sum: {
            amount: number;
            /**
             * @description ISO 4217; currencies in circulation, no fund codes or precious metals
             * @example USD
             */
            currency: string;
        };
        /**
         * Format: date-time
         * @description ISO 8601, UTC
         * @example 2027-01-31T12:00:00.000Z
         */
        Time: string;
        /**
         * @example {
         *       "at": "2027-01-31T12:00:00.000Z",
         *       "attempt": 1,
         *       "event": "accepted",
         *       "by": "caller",
         *       "keyId": "E8CTGG5KH44A",
         *       "detail": "bat_acme_01KFZ0B7CHQ7R0D7BY2R9008EX"
         *     }
         */
        TimelineEntry: {
            at: components["schemas"]["Time"];
            attempt: number | null;
            event: string;
            /** @enum {string} */
            by: "caller" | "worker" | "operator";
            /** @description The API key of the caller or operator, by its id */
            keyId: string | null;
            detail: string | null;
        };
        /**
         * @example {
         *       "channel": "stripe",
         *       "configured": true,
         *       "last4": "4eC3",
         *       "updatedAt": "2027-01-31T09:00:00.000Z"
         *     }
         */
        ChannelAccount: {
            /** @enum {string} */
            channel: "stripe" | "alipay" | "epay";
            /** @description false: it was taken away */
            configured: boolean;
            /** @description The last four characters of Stripe's secret key, Alipay's app id or epay's pid; null where that has fewer than eight */
            last4: string | null;
            updatedAt: components["schemas"]["Time"];
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "channel": "stripe",
         *           "configured": true,
         *           "last4": "4eC3",
         *           "updatedAt": "2027-01-31T09:00:00.000Z"
         *         }
         *       ]
         *     }
         */
        ChannelAccountList: {
            items: components["schemas"]["ChannelAccount"][];
        };
        /**
         * @example {
         *       "merchantId": "acme",
         *       "currency": "USD",
         *       "approvals": [
         *         {
         *           "above": {
         *             "amount": 100000,
         *             "currency": "USD"
         *           },
         *           "count": 1
         *         },
         *         {
         *           "above": {
         *             "amount": 1000000,
         *             "currency": "USD"
         *           },
         *           "count": 2
         *         }
         *       ],
         *       "fee": {
         *         "fixed": {
         *           "amount": 25,
         *           "currency": "USD"
         *         },
         *         "basisPoints": 50
         *       },
         *       "dailyLimit": {
         *         "amount": 5000000,
         *         "currency": "USD"
         *       },
         *       "coolingSeconds": 86400,
         *       "updatedAt": "2027-01-31T09:00:00.000Z"
         *     }
         */
        WithdrawalPolicy: {
            merchantId: string;
            currency: string;
            approvals: {
                above: components["schemas"]["Money"];
                count: number;
            }[];
            fee: {
                fixed: components["schemas"]["Sum"];
                basisPoints: number;
            };
            dailyLimit: components["schemas"]["Money"] | null;
            coolingSeconds: number;
            updatedAt: components["schemas"]["Time"];
        };
        /**
         * @example {
         *       "keyId": "E8CTGG5KH44A",
         *       "merchantId": "acme",
         *       "scopes": [
         *         "payments",
         *         "withdrawals"
         *       ],
         *       "label": "Shop server",
         *       "status": "ACTIVE",
         *       "createdAt": "2027-01-31T09:00:00.000Z",
         *       "expiresAt": null,
         *       "previousValidUntil": null,
         *       "revokedAt": null,
         *       "lastUsedAt": "2027-01-31T12:00:00.000Z"
         *     }
         */
        ApiKey: {
            keyId: string;
            /** @description null: the platform's */
            merchantId: string | null;
            scopes: ("redemptions" | "payments" | "codes" | "withdrawals" | "notifications" | "operator" | "merchants")[];
            label: string | null;
            /** @enum {string} */
            status: "ACTIVE" | "EXPIRED" | "REVOKED";
            createdAt: components["schemas"]["Time"];
            expiresAt: components["schemas"]["Time"] | null;
            /** @description Until when the secret before the last rotation opens */
            previousValidUntil: components["schemas"]["Time"] | null;
            revokedAt: components["schemas"]["Time"] | null;
            /** @description The hour in which it was used last */
            lastUsedAt: components["schemas"]["Time"] | null;
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "keyId": "E8CTGG5KH44A",
         *           "merchantId": "acme",
         *           "scopes": [
         *             "payments",
         *             "withdrawals"
         *           ],
         *           "label": "Shop server",
         *           "status": "ACTIVE",
         *           "createdAt": "2027-01-31T09:00:00.000Z",
         *           "expiresAt": null,
         *           "previousValidUntil": null,
         *           "revokedAt": null,
         *           "lastUsedAt": "2027-01-31T12:00:00.000Z"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        ApiKeyList: {
            items: components["schemas"]["ApiKey"][];
            /** @description null on the last page. A page may have fewer items than its `limit`, or none, and not be the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "keyId": "E8CTGG5KH44A",
         *       "merchantId": "acme",
         *       "scopes": [
         *         "payments",
         *         "withdrawals"
         *       ],
         *       "label": "Shop server",
         *       "status": "ACTIVE",
         *       "createdAt": "2027-01-31T09:00:00.000Z",
         *       "expiresAt": null,
         *       "previousValidUntil": null,
         *       "revokedAt": null,
         *       "lastUsedAt": null,
         *       "key": "tnd_E8CTGG5KH44A_<secret>"
         *     }
         */
        ApiKeyShown: {
            keyId: string;
            /** @description null: the platform's */
            merchantId: string | null;
            scopes: ("redemptions" | "payments" | "codes" | "withdrawals" | "notifications" | "operator" | "merchants")[];
            label: string | null;
            /** @enum {string} */
            status: "ACTIVE" | "EXPIRED" | "REVOKED";
            createdAt: components["schemas"]["Time"];
            expiresAt: components["schemas"]["Time"] | null;
            /** @description Until when the secret before the last rotation opens */
            previousValidUntil: components["schemas"]["Time"] | null;
            revokedAt: components["schemas"]["Time"] | null;
            /** @description The hour in which it was used last */
            lastUsedAt: components["schemas"]["Time"] | null;
            /** @description What to send as `Authorization: Bearer`. Shown in this answer and its replays alone */
            key: string;
        };
        /**
         * @example {
         *       "merchantId": "acme",
         *       "name": "Acme Ltd",
         *       "country": "US",
         *       "status": "ACTIVE",
         *       "requestLimit": {
         *         "requestsPerSecond": 100,
         *         "burst": 500
         *       },
         *       "withdrawalPolicies": [
         *         {
         *           "merchantId": "acme",
         *           "currency": "USD",
         *           "approvals": [
         *             {
         *               "above": {
         *                 "amount": 100000,
         *                 "currency": "USD"
         *               },
         *               "count": 1
         *             },
         *             {
         *               "above": {
         *                 "amount": 1000000,
         *                 "currency": "USD"
         *               },
         *               "count": 2
         *             }
         *           ],
         *           "fee": {
         *             "fixed": {
         *               "amount": 25,
         *               "currency": "USD"
         *             },
         *             "basisPoints": 50
         *           },
         *           "dailyLimit": {
         *             "amount": 5000000,
         *             "currency": "USD"
         *           },
         *           "coolingSeconds": 86400,
         *           "updatedAt": "2027-01-31T09:00:00.000Z"
         *         }
         *       ],
         *       "createdAt": "2027-01-31T09:00:00.000Z",
         *       "updatedAt": "2027-01-31T09:00:00.000Z"
         *     }
         */
        Merchant: {
            merchantId: string;
            name: string | null;
            country: string | null;
            /** @enum {string} */
            status: "PENDING" | "ACTIVE" | "SUSPENDED" | "CLOSED";
            /** @description What comes beyond is answered 429 `rate-limited` */
            requestLimit: {
                requestsPerSecond: number;
                /** @description At once, after it has been quiet */
                burst: number;
            };
            /** @description One for each currency that has one */
            withdrawalPolicies: components["schemas"]["WithdrawalPolicy"][];
            createdAt: components["schemas"]["Time"];
            updatedAt: components["schemas"]["Time"];
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "merchantId": "acme",
         *           "name": "Acme Ltd",
         *           "country": "US",
         *           "status": "ACTIVE",
         *           "requestLimit": {
         *             "requestsPerSecond": 100,
         *             "burst": 500
         *           },
         *           "withdrawalPolicies": [
         *             {
         *               "merchantId": "acme",
         *               "currency": "USD",
         *               "approvals": [
         *                 {
         *                   "above": {
         *                     "amount": 100000,
         *                     "currency": "USD"
         *                   },
         *                   "count": 1
         *                 },
         *                 {
         *                   "above": {
         *                     "amount": 1000000,
         *                     "currency": "USD"
         *                   },
         *                   "count": 2
         *                 }
         *               ],
         *               "fee": {
         *                 "fixed": {
         *                   "amount": 25,
         *                   "currency": "USD"
         *                 },
         *                 "basisPoints": 50
         *               },
         *               "dailyLimit": {
         *                 "amount": 5000000,
         *                 "currency": "USD"
         *               },
         *               "coolingSeconds": 86400,
         *               "updatedAt": "2027-01-31T09:00:00.000Z"
         *             }
         *           ],
         *           "createdAt": "2027-01-31T09:00:00.000Z",
         *           "updatedAt": "2027-01-31T09:00:00.000Z"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        MerchantList: {
            items: components["schemas"]["Merchant"][];
            /** @description null on the last page. A page may have fewer items than its `limit`, or none, and not be the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "planId": "pln_acme_01KFZ0A1B2C3D4E5F6G7H8J9K0",
         *       "name": "Fill up to 500",
         *       "country": "US",
         *       "target": {
         *         "amount": 50000,
         *         "currency": "USD"
         *       },
         *       "createdAt": "2027-01-31T09:00:00.000Z"
         *     }
         */
        Plan: {
            planId: string;
            name: string;
            country: string;
            target: components["schemas"]["Money"];
            createdAt: components["schemas"]["Time"];
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "planId": "pln_acme_01KFZ0A1B2C3D4E5F6G7H8J9K0",
         *           "name": "Fill up to 500",
         *           "country": "US",
         *           "target": {
         *             "amount": 50000,
         *             "currency": "USD"
         *           },
         *           "createdAt": "2027-01-31T09:00:00.000Z"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        PlanList: {
            items: components["schemas"]["Plan"][];
            /** @description null on the last page. A page may have fewer items than its `limit`, or none, and not be the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "accountId": "acc_acme_01KFZ0A4M5N6P7Q8R9S0T1V2W3",
         *       "country": "US",
         *       "label": "first",
         *       "status": "WAITING",
         *       "loginStatus": "ACTIVE",
         *       "balance": {
         *         "amount": 0,
         *         "currency": "USD"
         *       },
         *       "planId": null,
         *       "lease": null,
         *       "createdAt": "2027-01-31T09:00:00.000Z",
         *       "updatedAt": "2027-01-31T09:00:00.000Z"
         *     }
         */
        Account: {
            accountId: string;
            country: string;
            label: string | null;
            /** @enum {string} */
            status: "WAITING" | "PROCESSING" | "LOCKING" | "COMPLETED";
            /** @enum {string} */
            loginStatus: "ACTIVE" | "INACTIVE";
            balance: components["schemas"]["Sum"];
            planId: string | null;
            lease: {
                redemptionId: string;
                fencingToken: number;
                leaseUntil: components["schemas"]["Time"];
            } | null;
            createdAt: components["schemas"]["Time"];
            updatedAt: components["schemas"]["Time"];
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "accountId": "acc_acme_01KFZ0A4M5N6P7Q8R9S0T1V2W3",
         *           "country": "US",
         *           "label": "first",
         *           "status": "WAITING",
         *           "loginStatus": "ACTIVE",
         *           "balance": {
         *             "amount": 0,
         *             "currency": "USD"
         *           },
         *           "planId": null,
         *           "lease": null,
         *           "createdAt": "2027-01-31T09:00:00.000Z",
         *           "updatedAt": "2027-01-31T09:00:00.000Z"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        AccountList: {
            items: components["schemas"]["Account"][];
            /** @description null on the last page. A page may have fewer items than its `limit`, or none, and not be the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "redemptionId": "rdm_acme_5EJ36FSAS5Q3WME64TY4X0YEW3",
         *       "status": "ACCEPTED",
         *       "batchId": "bat_acme_01KFZ0B7CHQ7R0D7BY2R9008EX",
         *       "planId": "pln_acme_01KFZ0A1B2C3D4E5F6G7H8J9K0",
         *       "reference": "A-1001/1",
         *       "last4": "7KQ2",
         *       "attempt": 1,
         *       "accountId": null,
         *       "amount": null,
         *       "reason": null,
         *       "providerReference": null,
         *       "createdAt": "2027-01-31T12:00:00.000Z",
         *       "acceptedAt": "2027-01-31T12:00:00.000Z",
         *       "updatedAt": "2027-01-31T12:00:00.000Z",
         *       "endedAt": null,
         *       "isIdempotent": false,
         *       "processedAt": "2027-01-31T12:00:00.000Z"
         *     }
         */
        Submission: {
            redemptionId: string;
            /** @enum {string} */
            status: "ACCEPTED" | "CLAIMED" | "SENDING" | "UNKNOWN" | "SUCCEEDED" | "FAILED" | "NEEDS_REVIEW";
            batchId: string;
            planId: string;
            reference: string | null;
            last4: string;
            attempt: number;
            accountId: string | null;
            amount: components["schemas"]["Money"] | null;
            reason: string | null;
            providerReference: string | null;
            createdAt: components["schemas"]["Time"];
            acceptedAt: components["schemas"]["Time"];
            updatedAt: components["schemas"]["Time"];
            endedAt: components["schemas"]["Time"] | null;
            isIdempotent: boolean;
            processedAt: components["schemas"]["Time"];
        };
        /**
         * @example {
         *       "redemptionId": "rdm_acme_5EJ36FSAS5Q3WME64TY4X0YEW3",
         *       "status": "SUCCEEDED",
         *       "batchId": "bat_acme_01KFZ0B7CHQ7R0D7BY2R9008EX",
         *       "planId": "pln_acme_01KFZ0A1B2C3D4E5F6G7H8J9K0",
         *       "reference": "A-1001/1",
         *       "last4": "7KQ2",
         *       "attempt": 1,
         *       "accountId": "acc_acme_01KFZ0A4M5N6P7Q8R9S0T1V2W3",
         *       "amount": {
         *         "amount": 2500,
         *         "currency": "USD"
         *       },
         *       "reason": null,
         *       "providerReference": "sbx_8R1N5T",
         *       "createdAt": "2027-01-31T12:00:00.000Z",
         *       "acceptedAt": "2027-01-31T12:00:00.000Z",
         *       "updatedAt": "2027-01-31T12:00:02.730Z",
         *       "endedAt": "2027-01-31T12:00:02.730Z"
         *     }
         */
        Redemption: {
            redemptionId: string;
            /** @enum {string} */
            status: "ACCEPTED" | "CLAIMED" | "SENDING" | "UNKNOWN" | "SUCCEEDED" | "FAILED" | "NEEDS_REVIEW";
            batchId: string;
            planId: string;
            reference: string | null;
            last4: string;
            attempt: number;
            accountId: string | null;
            amount: components["schemas"]["Money"] | null;
            reason: string | null;
            providerReference: string | null;
            createdAt: components["schemas"]["Time"];
            acceptedAt: components["schemas"]["Time"];
            updatedAt: components["schemas"]["Time"];
            endedAt: components["schemas"]["Time"] | null;
        };
        /**
         * @example {
         *       "redemptionId": "rdm_acme_5EJ36FSAS5Q3WME64TY4X0YEW3",
         *       "status": "SUCCEEDED",
         *       "batchId": "bat_acme_01KFZ0B7CHQ7R0D7BY2R9008EX",
         *       "planId": "pln_acme_01KFZ0A1B2C3D4E5F6G7H8J9K0",
         *       "reference": "A-1001/1",
         *       "last4": "7KQ2",
         *       "attempt": 1,
         *       "accountId": "acc_acme_01KFZ0A4M5N6P7Q8R9S0T1V2W3",
         *       "amount": {
         *         "amount": 2500,
         *         "currency": "USD"
         *       },
         *       "reason": null,
         *       "providerReference": "sbx_8R1N5T",
         *       "createdAt": "2027-01-31T12:00:00.000Z",
         *       "acceptedAt": "2027-01-31T12:00:00.000Z",
         *       "updatedAt": "2027-01-31T12:00:02.730Z",
         *       "endedAt": "2027-01-31T12:00:02.730Z",
         *       "attempts": [
         *         {
         *           "attempt": 1,
         *           "outcome": "SUCCEEDED",
         *           "batchId": "bat_acme_01KFZ0B7CHQ7R0D7BY2R9008EX",
         *           "planId": "pln_acme_01KFZ0A1B2C3D4E5F6G7H8J9K0",
         *           "accountId": "acc_acme_01KFZ0A4M5N6P7Q8R9S0T1V2W3",
         *           "providerKey": "rdm_acme_5EJ36FSAS5Q3WME64TY4X0YEW3#1",
         *           "providerReference": "sbx_8R1N5T",
         *           "sends": 1,
         *           "acceptedAt": "2027-01-31T12:00:00.000Z",
         *           "firstSentAt": "2027-01-31T12:00:00.412Z"
         *         }
         *       ]
         *     }
         */
        RedemptionWithAttempts: {
            redemptionId: string;
            /** @enum {string} */
            status: "ACCEPTED" | "CLAIMED" | "SENDING" | "UNKNOWN" | "SUCCEEDED" | "FAILED" | "NEEDS_REVIEW";
            batchId: string;
            planId: string;
            reference: string | null;
            last4: string;
            attempt: number;
            accountId: string | null;
            amount: components["schemas"]["Money"] | null;
            reason: string | null;
            providerReference: string | null;
            createdAt: components["schemas"]["Time"];
            acceptedAt: components["schemas"]["Time"];
            updatedAt: components["schemas"]["Time"];
            endedAt: components["schemas"]["Time"] | null;
            attempts: {
                attempt: number;
                /** @enum {string} */
                outcome: "PENDING" | "SUCCEEDED" | "FAILED" | "NEEDS_REVIEW";
                batchId: string;
                planId: string;
                accountId: string | null;
                providerKey: string | null;
                providerReference: string | null;
                sends: number;
                acceptedAt: components["schemas"]["Time"];
                firstSentAt: components["schemas"]["Time"] | null;
            }[];
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "redemptionId": "rdm_acme_5EJ36FSAS5Q3WME64TY4X0YEW3",
         *           "status": "SUCCEEDED",
         *           "batchId": "bat_acme_01KFZ0B7CHQ7R0D7BY2R9008EX",
         *           "planId": "pln_acme_01KFZ0A1B2C3D4E5F6G7H8J9K0",
         *           "reference": "A-1001/1",
         *           "last4": "7KQ2",
         *           "attempt": 1,
         *           "accountId": "acc_acme_01KFZ0A4M5N6P7Q8R9S0T1V2W3",
         *           "amount": {
         *             "amount": 2500,
         *             "currency": "USD"
         *           },
         *           "reason": null,
         *           "providerReference": "sbx_8R1N5T",
         *           "createdAt": "2027-01-31T12:00:00.000Z",
         *           "acceptedAt": "2027-01-31T12:00:00.000Z",
         *           "updatedAt": "2027-01-31T12:00:02.730Z",
         *           "endedAt": "2027-01-31T12:00:02.730Z"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        RedemptionList: {
            items: components["schemas"]["Redemption"][];
            /** @description null on the last page. A page may have fewer items than its `limit`, or none, and not be the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "redemptionId": "rdm_acme_5EJ36FSAS5Q3WME64TY4X0YEW3",
         *       "items": [
         *         {
         *           "at": "2027-01-31T12:00:00.000Z",
         *           "attempt": 1,
         *           "by": "caller",
         *           "keyId": "E8CTGG5KH44A",
         *           "detail": "bat_acme_01KFZ0B7CHQ7R0D7BY2R9008EX",
         *           "event": "accepted"
         *         },
         *         {
         *           "at": "2027-01-31T12:00:00.412Z",
         *           "attempt": 1,
         *           "by": "worker",
         *           "keyId": null,
         *           "detail": null,
         *           "event": "sent"
         *         },
         *         {
         *           "at": "2027-01-31T12:00:02.730Z",
         *           "attempt": 1,
         *           "by": "worker",
         *           "keyId": null,
         *           "detail": null,
         *           "event": "succeeded"
         *         }
         *       ]
         *     }
         */
        RedemptionTimeline: {
            redemptionId: string;
            items: components["schemas"]["TimelineEntry"][];
        };
        /**
         * @example {
         *       "batchId": "bat_acme_01KFZ0B7CHQ7R0D7BY2R9008EX",
         *       "summary": {
         *         "accepted": 1,
         *         "replayed": 0,
         *         "rejected": 1
         *       },
         *       "items": [
         *         {
         *           "index": 0,
         *           "reference": "A-1001/1",
         *           "redemptionId": "rdm_acme_5EJ36FSAS5Q3WME64TY4X0YEW3",
         *           "status": "ACCEPTED",
         *           "isIdempotent": false,
         *           "processedAt": "2027-01-31T12:00:00.000Z"
         *         },
         *         {
         *           "index": 1,
         *           "reference": "A-1001/2",
         *           "redemptionId": null,
         *           "status": "REJECTED",
         *           "isIdempotent": false,
         *           "processedAt": "2027-01-31T12:00:00.000Z",
         *           "error": {
         *             "code": "already-redeemed",
         *             "detail": "This code was redeemed before. Do not send it again: the code has taken effect. The redemption named here says when and where."
         *           }
         *         }
         *       ]
         *     }
         */
        BatchVerdicts: {
            batchId: string;
            summary: {
                accepted: number;
                replayed: number;
                rejected: number;
            };
            items: ({
                index: number;
                reference: string;
                processedAt: components["schemas"]["Time"];
                redemptionId: string;
                /** @enum {string} */
                status: "ACCEPTED" | "CLAIMED" | "SENDING" | "UNKNOWN" | "SUCCEEDED" | "FAILED" | "NEEDS_REVIEW";
                isIdempotent: boolean;
            } | {
                index: number;
                reference: string;
                processedAt: components["schemas"]["Time"];
                redemptionId: null;
                /** @constant */
                status: "REJECTED";
                /** @constant */
                isIdempotent: false;
                error: {
                    /** @enum {string} */
                    code: "code-malformed" | "already-redeemed" | "redemption-in-progress" | "redemption-needs-review" | "redemption-differs" | "attempts-exhausted";
                    detail: string;
                };
            })[];
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "index": 0,
         *           "reference": "A-1001/1",
         *           "redemptionId": "rdm_acme_5EJ36FSAS5Q3WME64TY4X0YEW3",
         *           "status": "SUCCEEDED",
         *           "last4": "7KQ2",
         *           "amount": {
         *             "amount": 2500,
         *             "currency": "USD"
         *           },
         *           "reason": null,
         *           "updatedAt": "2027-01-31T12:00:02.730Z"
         *         }
         *       ],
         *       "nextCursor": null,
         *       "batchId": "bat_acme_01KFZ0B7CHQ7R0D7BY2R9008EX",
         *       "planId": "pln_acme_01KFZ0A1B2C3D4E5F6G7H8J9K0",
         *       "mode": "partial",
         *       "createdAt": "2027-01-31T12:00:00.000Z"
         *     }
         */
        Batch: {
            items: {
                index: number | null;
                reference: string | null;
                redemptionId: string;
                /** @enum {string} */
                status: "ACCEPTED" | "CLAIMED" | "SENDING" | "UNKNOWN" | "SUCCEEDED" | "FAILED" | "NEEDS_REVIEW";
                last4: string | null;
                amount: components["schemas"]["Money"] | null;
                reason: string | null;
                updatedAt: components["schemas"]["Time"] | null;
            }[];
            /** @description null on the last page. A page may have fewer items than its `limit`, or none, and not be the last */
            nextCursor: string | null;
            batchId: string;
            planId: string | null;
            mode: ("partial" | "atomic") | null;
            createdAt: components["schemas"]["Time"] | null;
        };
        /**
         * @example {
         *       "campaignId": "cam_acme_01KFZ0F540RH2M9V397JVKADNY",
         *       "name": "Spring",
         *       "offerId": "off_acme_01KFZ0F4SNRW2PGVHNJBBGFZK1",
         *       "usesPerCode": 1,
         *       "startsAt": null,
         *       "endsAt": "2027-06-30T23:59:59.000Z",
         *       "codePrefix": "SPRING",
         *       "status": "ACTIVE",
         *       "codesIssued": 1000,
         *       "createdAt": "2027-01-31T09:00:00.000Z",
         *       "updatedAt": "2027-01-31T09:00:00.000Z"
         *     }
         */
        Campaign: {
            campaignId: string;
            name: string;
            offerId: string;
            usesPerCode: number;
            startsAt: components["schemas"]["Time"] | null;
            endsAt: components["schemas"]["Time"] | null;
            codePrefix: string | null;
            /** @enum {string} */
            status: "ACTIVE" | "DISABLED";
            codesIssued: number;
            createdAt: components["schemas"]["Time"];
            updatedAt: components["schemas"]["Time"];
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "campaignId": "cam_acme_01KFZ0F540RH2M9V397JVKADNY",
         *           "name": "Spring",
         *           "offerId": "off_acme_01KFZ0F4SNRW2PGVHNJBBGFZK1",
         *           "usesPerCode": 1,
         *           "startsAt": null,
         *           "endsAt": "2027-06-30T23:59:59.000Z",
         *           "codePrefix": "SPRING",
         *           "status": "ACTIVE",
         *           "codesIssued": 1000,
         *           "createdAt": "2027-01-31T09:00:00.000Z",
         *           "updatedAt": "2027-01-31T09:00:00.000Z"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        CampaignList: {
            items: components["schemas"]["Campaign"][];
            /** @description null on the last page. A page may have fewer items than its `limit`, or none, and not be the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "codeId": "cod_acme_T346YKZEKSEG018NJV5TYGR9RR",
         *       "last4": "CTFR",
         *       "status": "ACTIVE",
         *       "uses": 0,
         *       "usesMax": 1
         *     }
         */
        Code: {
            codeId: string;
            /** @description The last four characters; of a short code fewer */
            last4: string;
            /** @enum {string} */
            status: "ACTIVE" | "EXHAUSTED" | "DISABLED" | "EXPIRED";
            uses: number;
            usesMax: number;
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "codeId": "cod_acme_T346YKZEKSEG018NJV5TYGR9RR",
         *           "last4": "CTFR",
         *           "status": "ACTIVE",
         *           "uses": 0,
         *           "usesMax": 1
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        CodeList: {
            items: components["schemas"]["Code"][];
            /** @description null on the last page. A page may have fewer items than its `limit`, or none, and not be the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "codeId": "cod_acme_T346YKZEKSEG018NJV5TYGR9RR",
         *       "last4": "CTFR",
         *       "status": "ACTIVE",
         *       "uses": 0,
         *       "usesMax": 1,
         *       "campaign": {
         *         "campaignId": "cam_acme_01KFZ0F540RH2M9V397JVKADNY",
         *         "name": "Spring",
         *         "offerId": "off_acme_01KFZ0F4SNRW2PGVHNJBBGFZK1",
         *         "usesPerCode": 1,
         *         "startsAt": null,
         *         "endsAt": "2027-06-30T23:59:59.000Z",
         *         "codePrefix": "SPRING",
         *         "status": "ACTIVE",
         *         "codesIssued": 1000,
         *         "createdAt": "2027-01-31T09:00:00.000Z",
         *         "updatedAt": "2027-01-31T09:00:00.000Z"
         *       }
         *     }
         */
        CodeWithCampaign: {
            codeId: string;
            /** @description The last four characters; of a short code fewer */
            last4: string;
            /** @enum {string} */
            status: "ACTIVE" | "EXHAUSTED" | "DISABLED" | "EXPIRED";
            uses: number;
            usesMax: number;
            campaign: components["schemas"]["Campaign"];
        };
        /**
         * @example {
         *       "codeRedemptionId": "cru_acme_E4EXQ355YPEMRNCRGF83TSZT8C",
         *       "status": "SUCCEEDED",
         *       "orderId": "ord_acme_01KFZ0FEA4TE79D1FY92AVAGMB",
         *       "subscriptionId": "sub_acme_QA8WB0AP4J2AQ9ERXKC3Q2ZKMY",
         *       "offerId": "off_acme_01KFZ0F4SNRW2PGVHNJBBGFZK1",
         *       "campaignId": "cam_acme_01KFZ0F540RH2M9V397JVKADNY",
         *       "userId": "user-17",
         *       "reference": null,
         *       "isNew": true,
         *       "startsAt": "2027-01-31T12:00:02.730Z",
         *       "endsAt": "2027-02-28T12:00:02.730Z",
         *       "last4": "CTFR",
         *       "reversedAt": null,
         *       "createdAt": "2027-01-31T12:00:02.730Z"
         *     }
         */
        CodeRedemption: {
            codeRedemptionId: string;
            /** @enum {string} */
            status: "SUCCEEDED" | "REVERSED";
            orderId: string;
            subscriptionId: string;
            offerId: string;
            campaignId: string;
            /** @description null: the user was forgotten */
            userId: string | null;
            reference: string | null;
            /** @description The user's first order of any of the merchant's offers */
            isNew: boolean;
            startsAt: components["schemas"]["Time"];
            /** @description Of the subscription, as this use left it */
            endsAt: components["schemas"]["Time"];
            last4: string;
            reversedAt: components["schemas"]["Time"] | null;
            createdAt: components["schemas"]["Time"];
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "codeRedemptionId": "cru_acme_E4EXQ355YPEMRNCRGF83TSZT8C",
         *           "status": "SUCCEEDED",
         *           "orderId": "ord_acme_01KFZ0FEA4TE79D1FY92AVAGMB",
         *           "subscriptionId": "sub_acme_QA8WB0AP4J2AQ9ERXKC3Q2ZKMY",
         *           "offerId": "off_acme_01KFZ0F4SNRW2PGVHNJBBGFZK1",
         *           "campaignId": "cam_acme_01KFZ0F540RH2M9V397JVKADNY",
         *           "userId": "user-17",
         *           "reference": null,
         *           "isNew": true,
         *           "startsAt": "2027-01-31T12:00:02.730Z",
         *           "endsAt": "2027-02-28T12:00:02.730Z",
         *           "last4": "CTFR",
         *           "reversedAt": null,
         *           "createdAt": "2027-01-31T12:00:02.730Z"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        CodeRedemptionList: {
            items: components["schemas"]["CodeRedemption"][];
            /** @description null on the last page. A page may have fewer items than its `limit`, or none, and not be the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "verdict": "ok",
         *       "offerId": "off_acme_01KFZ0F4SNRW2PGVHNJBBGFZK1",
         *       "startsAt": "2027-01-31T12:00:02.730Z",
         *       "endsAt": "2027-02-28T12:00:02.730Z"
         *     }
         */
        CodeRedemptionPreview: {
            /** @enum {string} */
            verdict: "ok" | "already-used" | "code-invalid" | "offer-inactive" | "quota-exceeded" | "out-of-stock";
            offerId?: string;
            startsAt?: components["schemas"]["Time"];
            endsAt?: components["schemas"]["Time"];
        };
        /**
         * @description Months and years are the calendar's, in UTC
         * @example {
         *       "unit": "month",
         *       "count": 1
         *     }
         */
        Period: {
            /** @enum {string} */
            unit: "day" | "month" | "year";
            count: number;
        };
        /**
         * @example {
         *       "offerId": "off_acme_01KFZ0F4SNRW2PGVHNJBBGFZK1",
         *       "name": "Pro",
         *       "price": {
         *         "amount": 1999,
         *         "currency": "USD"
         *       },
         *       "period": {
         *         "unit": "month",
         *         "count": 1
         *       },
         *       "onRepeat": "extend",
         *       "perUserLimit": null,
         *       "status": "ACTIVE",
         *       "stock": {
         *         "limit": 100,
         *         "free": 98,
         *         "reserved": 1,
         *         "used": 1
         *       },
         *       "createdAt": "2027-01-31T09:00:00.000Z",
         *       "updatedAt": "2027-01-31T09:00:00.000Z"
         *     }
         */
        Offer: {
            offerId: string;
            name: string;
            price: components["schemas"]["Money"];
            period: components["schemas"]["Period"];
            /** @enum {string} */
            onRepeat: "extend" | "new";
            perUserLimit: number | null;
            /** @enum {string} */
            status: "ACTIVE" | "INACTIVE";
            /** @description Of one moment; null: unlimited */
            stock: {
                limit: number;
                free: number;
                reserved: number;
                used: number;
            } | null;
            createdAt: components["schemas"]["Time"];
            updatedAt: components["schemas"]["Time"];
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "offerId": "off_acme_01KFZ0F4SNRW2PGVHNJBBGFZK1",
         *           "name": "Pro",
         *           "price": {
         *             "amount": 1999,
         *             "currency": "USD"
         *           },
         *           "period": {
         *             "unit": "month",
         *             "count": 1
         *           },
         *           "onRepeat": "extend",
         *           "perUserLimit": null,
         *           "status": "ACTIVE",
         *           "stock": {
         *             "limit": 100,
         *             "free": 98,
         *             "reserved": 1,
         *             "used": 1
         *           },
         *           "createdAt": "2027-01-31T09:00:00.000Z",
         *           "updatedAt": "2027-01-31T09:00:00.000Z"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        OfferList: {
            items: components["schemas"]["Offer"][];
            /** @description null on the last page. A page may have fewer items than its `limit`, or none, and not be the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "orderId": "ord_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *       "orderNo": "A-1001",
         *       "status": "PENDING",
         *       "amount": {
         *         "amount": 1999,
         *         "currency": "USD"
         *       },
         *       "reservedUntil": "2027-01-31T12:30:00.000Z"
         *     }
         */
        PlacedOrder: {
            orderId: string;
            orderNo: string | null;
            /** @enum {string} */
            status: "PENDING" | "PAID" | "FINISHED" | "CANCELLED" | "EXPIRED" | "REFUNDED";
            amount: components["schemas"]["Money"] | null;
            /** @description Until then a payment of an offer's order may be accepted */
            reservedUntil: components["schemas"]["Time"] | null;
        };
        /**
         * @example {
         *       "verdict": "ok",
         *       "amount": {
         *         "amount": 1999,
         *         "currency": "USD"
         *       },
         *       "startsAt": "2027-01-31T12:00:02.730Z",
         *       "endsAt": "2027-02-28T12:00:02.730Z"
         *     }
         */
        OrderPreview: {
            /** @enum {string} */
            verdict: "ok" | "offer-inactive" | "quota-exceeded" | "out-of-stock";
            amount?: components["schemas"]["Money"];
            startsAt?: components["schemas"]["Time"];
            endsAt?: components["schemas"]["Time"];
        };
        /**
         * @example {
         *       "orderId": "ord_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *       "orderNo": "A-1001",
         *       "kind": "PURCHASE",
         *       "status": "FINISHED",
         *       "amount": {
         *         "amount": 1999,
         *         "currency": "USD"
         *       },
         *       "offerId": "off_acme_01KFZ0F4SNRW2PGVHNJBBGFZK1",
         *       "userId": "user-17",
         *       "reservedUntil": "2027-01-31T12:30:00.000Z",
         *       "paymentId": "pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *       "subscriptionId": "sub_acme_QA8WB0AP4J2AQ9ERXKC3Q2ZKMY",
         *       "isNew": true,
         *       "createdAt": "2027-01-31T12:00:00.000Z",
         *       "updatedAt": "2027-01-31T12:00:02.730Z"
         *     }
         */
        Order: {
            orderId: string;
            orderNo: string | null;
            /**
             * @description CODE: the use of a redemption code
             * @enum {string}
             */
            kind: "PURCHASE" | "CODE";
            /** @enum {string} */
            status: "PENDING" | "PAID" | "FINISHED" | "CANCELLED" | "EXPIRED" | "REFUNDED";
            amount: components["schemas"]["Money"] | null;
            offerId: string | null;
            userId: string | null;
            /** @description Until then a payment of an offer's order may be accepted */
            reservedUntil: components["schemas"]["Time"] | null;
            paymentId: string | null;
            subscriptionId: string | null;
            isNew: boolean | null;
            createdAt: components["schemas"]["Time"];
            updatedAt: components["schemas"]["Time"];
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "orderId": "ord_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *           "orderNo": "A-1001",
         *           "kind": "PURCHASE",
         *           "status": "FINISHED",
         *           "amount": {
         *             "amount": 1999,
         *             "currency": "USD"
         *           },
         *           "offerId": "off_acme_01KFZ0F4SNRW2PGVHNJBBGFZK1",
         *           "userId": "user-17",
         *           "reservedUntil": "2027-01-31T12:30:00.000Z",
         *           "paymentId": "pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *           "subscriptionId": "sub_acme_QA8WB0AP4J2AQ9ERXKC3Q2ZKMY",
         *           "isNew": true,
         *           "createdAt": "2027-01-31T12:00:00.000Z",
         *           "updatedAt": "2027-01-31T12:00:02.730Z"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        OrderList: {
            items: components["schemas"]["Order"][];
            /** @description null on the last page. A page may have fewer items than its `limit`, or none, and not be the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "orderId": "ord_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *       "orderNo": "A-1001",
         *       "kind": "PURCHASE",
         *       "status": "PENDING",
         *       "amount": {
         *         "amount": 1999,
         *         "currency": "USD"
         *       },
         *       "offerId": "off_acme_01KFZ0F4SNRW2PGVHNJBBGFZK1",
         *       "userId": "user-17",
         *       "reservedUntil": "2027-01-31T12:30:00.000Z",
         *       "paymentId": "pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *       "subscriptionId": null,
         *       "isNew": null,
         *       "createdAt": "2027-01-31T12:00:00.000Z",
         *       "updatedAt": "2027-01-31T12:00:00.000Z",
         *       "payment": {
         *         "paymentId": "pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *         "sagaId": "sag_acme_01KFZ0C1PXD80J19QZP3PFMVB7",
         *         "orderId": "ord_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *         "orderNo": "A-1001",
         *         "status": "PROCESSING",
         *         "amount": {
         *           "amount": 1999,
         *           "currency": "USD"
         *         },
         *         "channel": "sandbox",
         *         "customerId": "customer-42",
         *         "description": "Pro, one month",
         *         "outcome": null,
         *         "reason": null,
         *         "paymentUrl": null,
         *         "providerReference": null,
         *         "expiresAt": "2027-01-31T12:30:00.000Z",
         *         "cancelRequestedAt": "2027-01-31T12:00:00.412Z",
         *         "refunded": {
         *           "amount": 0,
         *           "currency": "USD"
         *         },
         *         "refundedAtChannel": null,
         *         "dispute": null,
         *         "refunds": [],
         *         "createdAt": "2027-01-31T12:00:00.000Z",
         *         "updatedAt": "2027-01-31T12:00:02.730Z"
         *       }
         *     }
         */
        CancelledOrder: {
            orderId: string;
            orderNo: string | null;
            /**
             * @description CODE: the use of a redemption code
             * @enum {string}
             */
            kind: "PURCHASE" | "CODE";
            /** @enum {string} */
            status: "PENDING" | "PAID" | "FINISHED" | "CANCELLED" | "EXPIRED" | "REFUNDED";
            amount: components["schemas"]["Money"] | null;
            offerId: string | null;
            userId: string | null;
            /** @description Until then a payment of an offer's order may be accepted */
            reservedUntil: components["schemas"]["Time"] | null;
            paymentId: string | null;
            subscriptionId: string | null;
            isNew: boolean | null;
            createdAt: components["schemas"]["Time"];
            updatedAt: components["schemas"]["Time"];
            /** @description Null: nobody was paying this order of an offer */
            payment: components["schemas"]["Payment"] | null;
        };
        /**
         * @example {
         *       "subscriptionId": "sub_acme_QA8WB0AP4J2AQ9ERXKC3Q2ZKMY",
         *       "offerId": "off_acme_01KFZ0F4SNRW2PGVHNJBBGFZK1",
         *       "userId": "user-17",
         *       "status": "ACTIVE",
         *       "startsAt": "2027-01-31T12:00:02.730Z",
         *       "endsAt": "2027-02-28T12:00:02.730Z",
         *       "version": 1,
         *       "grants": [
         *         {
         *           "orderId": "ord_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *           "at": "2027-01-31T12:00:02.730Z",
         *           "period": {
         *             "unit": "month",
         *             "count": 1
         *           },
         *           "from": "2027-01-31T12:00:02.730Z",
         *           "to": "2027-02-28T12:00:02.730Z"
         *         }
         *       ]
         *     }
         */
        Subscription: {
            subscriptionId: string;
            offerId: string;
            /** @description null: the user was forgotten */
            userId: string | null;
            /** @enum {string} */
            status: "ACTIVE" | "EXPIRED" | "REVOKED";
            startsAt: components["schemas"]["Time"];
            endsAt: components["schemas"]["Time"];
            version: number;
            grants: {
                orderId: string;
                at: components["schemas"]["Time"];
                period: components["schemas"]["Period"];
                from: components["schemas"]["Time"];
                to: components["schemas"]["Time"];
            }[];
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "subscriptionId": "sub_acme_QA8WB0AP4J2AQ9ERXKC3Q2ZKMY",
         *           "offerId": "off_acme_01KFZ0F4SNRW2PGVHNJBBGFZK1",
         *           "userId": "user-17",
         *           "status": "ACTIVE",
         *           "startsAt": "2027-01-31T12:00:02.730Z",
         *           "endsAt": "2027-02-28T12:00:02.730Z",
         *           "version": 1,
         *           "grants": [
         *             {
         *               "orderId": "ord_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *               "at": "2027-01-31T12:00:02.730Z",
         *               "period": {
         *                 "unit": "month",
         *                 "count": 1
         *               },
         *               "from": "2027-01-31T12:00:02.730Z",
         *               "to": "2027-02-28T12:00:02.730Z"
         *             }
         *           ]
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        SubscriptionList: {
            items: components["schemas"]["Subscription"][];
            /** @description null on the last page. A page may have fewer items than its `limit`, or none, and not be the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "paymentId": "pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *       "sagaId": "sag_acme_01KFZ0C1PXD80J19QZP3PFMVB7",
         *       "orderId": "ord_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *       "status": "PROCESSING"
         *     }
         */
        AcceptedPayment: {
            paymentId: string;
            sagaId: string;
            orderId: string;
            /** @enum {string} */
            status: "PROCESSING" | "REQUIRES_ACTION" | "UNKNOWN" | "SUCCEEDED" | "DECLINED" | "CANCELLED" | "REFUNDED" | "PARTIALLY_REFUNDED" | "NEEDS_REVIEW";
        };
        /**
         * @example {
         *       "paymentId": "pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *       "sagaId": "sag_acme_01KFZ0C1PXD80J19QZP3PFMVB7",
         *       "orderId": "ord_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *       "orderNo": "A-1001",
         *       "status": "SUCCEEDED",
         *       "amount": {
         *         "amount": 1999,
         *         "currency": "USD"
         *       },
         *       "channel": "sandbox",
         *       "customerId": "customer-42",
         *       "description": "Pro, one month",
         *       "outcome": "succeeded",
         *       "reason": null,
         *       "paymentUrl": null,
         *       "providerReference": "sbx_7Q2M4K",
         *       "expiresAt": "2027-01-31T12:30:00.000Z",
         *       "cancelRequestedAt": null,
         *       "refunded": {
         *         "amount": 0,
         *         "currency": "USD"
         *       },
         *       "refundedAtChannel": null,
         *       "dispute": null,
         *       "refunds": [],
         *       "createdAt": "2027-01-31T12:00:00.000Z",
         *       "updatedAt": "2027-01-31T12:00:02.730Z"
         *     }
         */
        Payment: {
            paymentId: string;
            sagaId: string;
            orderId: string;
            orderNo: string;
            /** @enum {string} */
            status: "PROCESSING" | "REQUIRES_ACTION" | "UNKNOWN" | "SUCCEEDED" | "DECLINED" | "CANCELLED" | "REFUNDED" | "PARTIALLY_REFUNDED" | "NEEDS_REVIEW";
            amount: components["schemas"]["Money"];
            /** @enum {string} */
            channel: "sandbox" | "stripe" | "alipay" | "epay";
            customerId: string | null;
            description: string | null;
            outcome: ("succeeded" | "declined" | "cancelled") | null;
            reason: string | null;
            paymentUrl: string | null;
            providerReference: string | null;
            expiresAt: components["schemas"]["Time"] | null;
            cancelRequestedAt: components["schemas"]["Time"] | null;
            refunded: components["schemas"]["Sum"];
            refundedAtChannel: components["schemas"]["Sum"] | null;
            dispute: {
                reference: string;
                status: string;
                amount: components["schemas"]["Sum"];
                at: components["schemas"]["Time"];
            } | null;
            refunds: components["schemas"]["Refund"][];
            createdAt: components["schemas"]["Time"];
            updatedAt: components["schemas"]["Time"];
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "paymentId": "pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *           "sagaId": "sag_acme_01KFZ0C1PXD80J19QZP3PFMVB7",
         *           "orderId": "ord_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *           "orderNo": "A-1001",
         *           "status": "SUCCEEDED",
         *           "amount": {
         *             "amount": 1999,
         *             "currency": "USD"
         *           },
         *           "channel": "sandbox",
         *           "customerId": "customer-42",
         *           "description": "Pro, one month",
         *           "outcome": "succeeded",
         *           "reason": null,
         *           "paymentUrl": null,
         *           "providerReference": "sbx_7Q2M4K",
         *           "expiresAt": "2027-01-31T12:30:00.000Z",
         *           "cancelRequestedAt": null,
         *           "refunded": {
         *             "amount": 0,
         *             "currency": "USD"
         *           },
         *           "refundedAtChannel": null,
         *           "dispute": null,
         *           "refunds": [],
         *           "createdAt": "2027-01-31T12:00:00.000Z",
         *           "updatedAt": "2027-01-31T12:00:02.730Z"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        PaymentList: {
            items: components["schemas"]["Payment"][];
            /** @description null on the last page. A page may have fewer items than its `limit`, or none, and not be the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "paymentId": "pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *       "items": [
         *         {
         *           "by": "caller",
         *           "keyId": "E8CTGG5KH44A",
         *           "detail": "A-1001",
         *           "at": "2027-01-31T12:00:00.000Z",
         *           "event": "accepted"
         *         },
         *         {
         *           "by": "worker",
         *           "keyId": null,
         *           "detail": null,
         *           "at": "2027-01-31T12:00:00.412Z",
         *           "event": "ChargePayment: sent"
         *         },
         *         {
         *           "by": "worker",
         *           "keyId": null,
         *           "detail": null,
         *           "at": "2027-01-31T12:00:02.730Z",
         *           "event": "ChargePayment: succeeded"
         *         }
         *       ]
         *     }
         */
        PaymentTimeline: {
            paymentId: string;
            items: {
                at: components["schemas"]["Time"];
                event: string;
                /** @enum {string} */
                by: "caller" | "worker" | "operator";
                /** @description The API key of the caller or operator, by its id */
                keyId: string | null;
                detail: string | null;
            }[];
        };
        /**
         * @example {
         *       "refundId": "ref_acme_01KFZ0D07TKQFEX1JYD220K3RX",
         *       "paymentId": "pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *       "amount": {
         *         "amount": 500,
         *         "currency": "USD"
         *       },
         *       "status": "SUCCEEDED",
         *       "reason": "one of four was broken",
         *       "origin": "caller",
         *       "providerReference": "sbx_R4K9W2",
         *       "createdAt": "2027-01-31T12:30:00.000Z",
         *       "updatedAt": "2027-01-31T12:30:00.000Z"
         *     }
         */
        Refund: {
            refundId: string;
            paymentId: string;
            amount: components["schemas"]["Money"];
            /** @enum {string} */
            status: "PENDING" | "SENT" | "UNKNOWN" | "SUCCEEDED" | "FAILED" | "NEEDS_REVIEW";
            reason: string;
            /** @enum {string} */
            origin: "caller" | "late-success" | "channel" | "dispute";
            providerReference: string | null;
            createdAt: components["schemas"]["Time"];
            updatedAt: components["schemas"]["Time"];
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "refundId": "ref_acme_01KFZ0D07TKQFEX1JYD220K3RX",
         *           "paymentId": "pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *           "amount": {
         *             "amount": 500,
         *             "currency": "USD"
         *           },
         *           "status": "SUCCEEDED",
         *           "reason": "one of four was broken",
         *           "origin": "caller",
         *           "providerReference": "sbx_R4K9W2",
         *           "createdAt": "2027-01-31T12:30:00.000Z",
         *           "updatedAt": "2027-01-31T12:30:00.000Z"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        RefundList: {
            items: components["schemas"]["Refund"][];
            /** @description null on the last page. A page may have fewer items than its `limit`, or none, and not be the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "sagaId": "sag_acme_01KFZ0C1PXD80J19QZP3PFMVB7",
         *       "paymentId": "pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *       "status": "NEEDS_REVIEW",
         *       "cursor": "ChargePayment",
         *       "parkedFrom": "RUNNING",
         *       "resumes": 0,
         *       "createdAt": "2027-01-31T12:00:00.000Z",
         *       "updatedAt": "2027-01-31T12:30:00.000Z",
         *       "version": 1,
         *       "epoch": 1,
         *       "openSteps": 1,
         *       "deadline": "2027-01-31T12:30:00.000Z",
         *       "executions": [
         *         "sag_acme_01KFZ0C1PXD80J19QZP3PFMVB7"
         *       ],
         *       "steps": [
         *         {
         *           "executeData": {
         *             "orderId": "ord_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *             "orderNo": "A-1001"
         *           },
         *           "compensateData": {
         *             "orderId": "ord_acme_01KFZ0C1PX01PXJTQRNHNVN4FK"
         *           },
         *           "result": null,
         *           "callback": null,
         *           "error": null,
         *           "maxTries": null,
         *           "lookups": 0,
         *           "compensationTries": 0,
         *           "nextRetryAt": null,
         *           "step": "CreateOrder",
         *           "order": 0,
         *           "kind": "compensatable",
         *           "compensation": "CancelOrder",
         *           "status": "SUCCEEDED",
         *           "tries": 1,
         *           "updatedAt": "2027-01-31T12:00:00.412Z"
         *         },
         *         {
         *           "executeData": null,
         *           "compensateData": null,
         *           "result": null,
         *           "callback": null,
         *           "error": "timeout",
         *           "maxTries": 4,
         *           "lookups": 5,
         *           "compensationTries": 0,
         *           "nextRetryAt": null,
         *           "step": "ChargePayment",
         *           "order": 1,
         *           "kind": "pivot",
         *           "compensation": "CancelCharge",
         *           "status": "UNKNOWN",
         *           "tries": 4,
         *           "updatedAt": "2027-01-31T12:30:00.000Z"
         *         }
         *       ],
         *       "payment": {
         *         "orderNo": "A-1001",
         *         "status": "NEEDS_REVIEW",
         *         "amount": {
         *           "amount": 1999,
         *           "currency": "USD"
         *         }
         *       }
         *     }
         */
        Saga: {
            sagaId: string;
            paymentId: string;
            /** @enum {string} */
            status: "RUNNING" | "PIVOTED" | "COMPLETED" | "COMPENSATING" | "COMPENSATED" | "NEEDS_REVIEW";
            cursor: string | null;
            parkedFrom: ("RUNNING" | "COMPENSATING") | null;
            resumes: number;
            createdAt: components["schemas"]["Time"];
            updatedAt: components["schemas"]["Time"];
            version: number;
            epoch: number;
            openSteps: number;
            deadline: components["schemas"]["Time"];
            executions: string[];
            steps: {
                /** @enum {string} */
                step: "CreateOrder" | "ChargePayment" | "AwaitPayment" | "SettlePayment" | "FulfilOrder" | "ClosePayment";
                order: number;
                /** @enum {string} */
                kind: "compensatable" | "pivot" | "retriable";
                compensation: string | null;
                /** @enum {string} */
                status: "PENDING" | "SENT" | "UNKNOWN" | "SUCCEEDED" | "FAILED" | "COMPENSATING" | "COMPENSATED" | "SKIPPED" | "NEEDS_REVIEW";
                executeData: {
                    [key: string]: unknown;
                } | null;
                compensateData: {
                    [key: string]: unknown;
                } | null;
                result: {
                    providerReference?: string;
                    paymentUrl?: string;
                    amount?: components["schemas"]["Money"];
                    declined?: string;
                    givenBack?: components["schemas"]["Sum"];
                } | null;
                callback: {
                    /** @enum {string} */
                    type: "paid" | "declined";
                    eventId: string;
                    amount?: components["schemas"]["Sum"];
                    providerReference?: string;
                    afterSend?: boolean;
                    at: components["schemas"]["Time"];
                } | null;
                error: string | null;
                tries: number;
                maxTries: number | null;
                lookups: number;
                compensationTries: number;
                nextRetryAt: components["schemas"]["Time"] | null;
                updatedAt: components["schemas"]["Time"] | null;
            }[];
            payment: {
                orderNo: string;
                /** @enum {string} */
                status: "PROCESSING" | "REQUIRES_ACTION" | "UNKNOWN" | "SUCCEEDED" | "DECLINED" | "CANCELLED" | "REFUNDED" | "PARTIALLY_REFUNDED" | "NEEDS_REVIEW";
                amount: components["schemas"]["Money"];
            };
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "sagaId": "sag_acme_01KFZ0C1PXD80J19QZP3PFMVB7",
         *           "paymentId": "pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *           "status": "NEEDS_REVIEW",
         *           "cursor": "ChargePayment",
         *           "parkedFrom": "RUNNING",
         *           "resumes": 0,
         *           "createdAt": "2027-01-31T12:00:00.000Z",
         *           "updatedAt": "2027-01-31T12:30:00.000Z"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        SagaList: {
            items: {
                sagaId: string;
                paymentId: string;
                /** @enum {string} */
                status: "RUNNING" | "PIVOTED" | "COMPLETED" | "COMPENSATING" | "COMPENSATED" | "NEEDS_REVIEW";
                cursor: string | null;
                parkedFrom: ("RUNNING" | "COMPENSATING") | null;
                resumes: number;
                createdAt: components["schemas"]["Time"];
                updatedAt: components["schemas"]["Time"];
            }[];
            /** @description null on the last page. A page may have fewer items than its `limit`, or none, and not be the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "sagaId": "sag_acme_01KFZ0C1PXD80J19QZP3PFMVB7",
         *       "paymentId": "pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *       "status": "ACCEPTED",
         *       "action": "step resolved SUCCEEDED"
         *     }
         */
        SagaAction: {
            sagaId: string;
            paymentId: string;
            /** @constant */
            status: "ACCEPTED";
            action: string;
        };
        /**
         * @example {
         *       "destinationId": "dst_acme_01KFZ0H0QP5VDAYY86YPRJDJX7",
         *       "provider": "sandbox",
         *       "last4": "4567",
         *       "label": "Main",
         *       "usableFrom": "2027-01-31T09:00:00.000Z",
         *       "status": "ACTIVE",
         *       "createdAt": "2027-01-31T09:00:00.000Z"
         *     }
         */
        PayoutDestination: {
            destinationId: string;
            /** @enum {string} */
            provider: "sandbox" | "stripe" | "alipay";
            /** @description The last four characters of the account; of a short one fewer */
            last4: string;
            label: string | null;
            usableFrom: components["schemas"]["Time"];
            /** @enum {string} */
            status: "COOLING" | "ACTIVE" | "ENDED";
            createdAt: components["schemas"]["Time"];
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "destinationId": "dst_acme_01KFZ0H0QP5VDAYY86YPRJDJX7",
         *           "provider": "sandbox",
         *           "last4": "4567",
         *           "label": "Main",
         *           "usableFrom": "2027-01-31T09:00:00.000Z",
         *           "status": "ACTIVE",
         *           "createdAt": "2027-01-31T09:00:00.000Z"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        PayoutDestinationList: {
            items: components["schemas"]["PayoutDestination"][];
            /** @description null on the last page. A page may have fewer items than its `limit`, or none, and not be the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "withdrawalNo": "W-1001",
         *       "status": "CONFIRMED",
         *       "amount": {
         *         "amount": 200000,
         *         "currency": "USD"
         *       },
         *       "fee": {
         *         "amount": 1025,
         *         "currency": "USD"
         *       },
         *       "net": {
         *         "amount": 198975,
         *         "currency": "USD"
         *       },
         *       "approvalsNeeded": 1,
         *       "withdrawalId": "wdr_acme_01KFZ0HM6AQGWBQT9JKAYPM3XW",
         *       "destinationId": "dst_acme_01KFZ0H0QP5VDAYY86YPRJDJX7",
         *       "provider": "sandbox",
         *       "approvals": [
         *         {
         *           "keyId": "NQVGH22DJV23",
         *           "reason": "checked with the merchant",
         *           "at": "2027-01-31T12:00:00.412Z"
         *         }
         *       ],
         *       "expiresAt": "2027-02-01T12:00:00.000Z",
         *       "providerReference": "sbx_P6T3XZ",
         *       "returned": null,
         *       "reason": null,
         *       "createdAt": "2027-01-31T12:00:00.000Z",
         *       "updatedAt": "2027-01-31T12:00:02.730Z"
         *     }
         */
        Withdrawal: {
            withdrawalId: string;
            withdrawalNo: string;
            /** @enum {string} */
            status: "TRIED" | "AWAITING_APPROVAL" | "PAYING" | "UNKNOWN" | "CONFIRMED" | "CANCELLED" | "NEEDS_REVIEW";
            /** @description What leaves the wallet */
            amount: components["schemas"]["Money"];
            fee: components["schemas"]["Sum"];
            /** @description What is paid out */
            net: components["schemas"]["Money"];
            destinationId: string;
            /** @enum {string} */
            provider: "sandbox" | "stripe" | "alipay";
            approvalsNeeded: number;
            approvals: {
                /** @description The operator's API key, by its id */
                keyId: string;
                reason: string;
                at: components["schemas"]["Time"];
            }[];
            /** @description If it is not sent, or not approved, by then, it is cancelled */
            expiresAt: components["schemas"]["Time"] | null;
            providerReference: string | null;
            /** @description What has come back after it was paid out */
            returned: components["schemas"]["Money"] | null;
            /** @description Why it was cancelled, or waits for an operator */
            reason: string | null;
            createdAt: components["schemas"]["Time"];
            updatedAt: components["schemas"]["Time"];
        };
        /**
         * @example {
         *       "withdrawalNo": "W-1001",
         *       "status": "AWAITING_APPROVAL",
         *       "amount": {
         *         "amount": 200000,
         *         "currency": "USD"
         *       },
         *       "fee": {
         *         "amount": 1025,
         *         "currency": "USD"
         *       },
         *       "net": {
         *         "amount": 198975,
         *         "currency": "USD"
         *       },
         *       "approvalsNeeded": 1,
         *       "withdrawalId": "wdr_acme_01KFZ0HM6AQGWBQT9JKAYPM3XW"
         *     }
         */
        AcceptedWithdrawal: {
            withdrawalId: string;
            withdrawalNo: string;
            /** @enum {string} */
            status: "TRIED" | "AWAITING_APPROVAL" | "PAYING" | "UNKNOWN" | "CONFIRMED" | "CANCELLED" | "NEEDS_REVIEW";
            /** @description What leaves the wallet */
            amount: components["schemas"]["Money"];
            fee: components["schemas"]["Sum"];
            /** @description What is paid out */
            net: components["schemas"]["Money"];
            approvalsNeeded: number;
        };
        /**
         * @example {
         *       "withdrawalNo": "W-1001",
         *       "status": "AWAITING_APPROVAL",
         *       "amount": {
         *         "amount": 200000,
         *         "currency": "USD"
         *       },
         *       "fee": {
         *         "amount": 1025,
         *         "currency": "USD"
         *       },
         *       "net": {
         *         "amount": 198975,
         *         "currency": "USD"
         *       },
         *       "approvalsNeeded": 1,
         *       "withdrawalId": null
         *     }
         */
        WithdrawalPreview: {
            withdrawalId: null;
            withdrawalNo: string;
            /** @enum {string} */
            status: "TRIED" | "AWAITING_APPROVAL" | "PAYING" | "UNKNOWN" | "CONFIRMED" | "CANCELLED" | "NEEDS_REVIEW";
            /** @description What leaves the wallet */
            amount: components["schemas"]["Money"];
            fee: components["schemas"]["Sum"];
            /** @description What is paid out */
            net: components["schemas"]["Money"];
            approvalsNeeded: number;
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "withdrawalNo": "W-1001",
         *           "status": "CONFIRMED",
         *           "amount": {
         *             "amount": 200000,
         *             "currency": "USD"
         *           },
         *           "fee": {
         *             "amount": 1025,
         *             "currency": "USD"
         *           },
         *           "net": {
         *             "amount": 198975,
         *             "currency": "USD"
         *           },
         *           "approvalsNeeded": 1,
         *           "withdrawalId": "wdr_acme_01KFZ0HM6AQGWBQT9JKAYPM3XW",
         *           "destinationId": "dst_acme_01KFZ0H0QP5VDAYY86YPRJDJX7",
         *           "provider": "sandbox",
         *           "approvals": [
         *             {
         *               "keyId": "NQVGH22DJV23",
         *               "reason": "checked with the merchant",
         *               "at": "2027-01-31T12:00:00.412Z"
         *             }
         *           ],
         *           "expiresAt": "2027-02-01T12:00:00.000Z",
         *           "providerReference": "sbx_P6T3XZ",
         *           "returned": null,
         *           "reason": null,
         *           "createdAt": "2027-01-31T12:00:00.000Z",
         *           "updatedAt": "2027-01-31T12:00:02.730Z"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        WithdrawalList: {
            items: (components["schemas"]["Withdrawal"] | {
                withdrawalId: null;
                withdrawalNo: string;
                /** @constant */
                status: "CANCELLED";
            })[];
            /** @description null on the last page. A page may have fewer items than its `limit`, or none, and not be the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "withdrawalId": "wdr_acme_01KFZ0HM6AQGWBQT9JKAYPM3XW",
         *       "withdrawalNo": "W-1001",
         *       "status": "CANCELLED"
         *     }
         */
        CancelledWithdrawal: {
            withdrawalId: string | null;
            withdrawalNo: string;
            /** @constant */
            status: "CANCELLED";
        };
        /**
         * @example {
         *       "withdrawalId": "wdr_acme_01KFZ0HM6AQGWBQT9JKAYPM3XW",
         *       "items": [
         *         {
         *           "at": "2027-01-31T12:00:00.000Z",
         *           "event": "accepted",
         *           "by": "caller",
         *           "keyId": "E8CTGG5KH44A",
         *           "detail": "W-1001"
         *         },
         *         {
         *           "at": "2027-01-31T12:00:00.412Z",
         *           "event": "approved",
         *           "by": "operator",
         *           "keyId": "NQVGH22DJV23",
         *           "detail": "checked with the merchant"
         *         }
         *       ]
         *     }
         */
        WithdrawalTimeline: {
            withdrawalId: string;
            items: {
                at: components["schemas"]["Time"];
                event: string;
                /** @enum {string} */
                by: "caller" | "worker" | "operator";
                /** @description The API key of the caller or operator, by its id */
                keyId: string | null;
                detail: string | null;
            }[];
        };
        /**
         * @example {
         *       "templateId": "tpl_acme_01KFZ0JREQ3G5BQ2MC62Y2J7EP",
         *       "name": "Your code",
         *       "channel": "email",
         *       "subject": "For {{name}}",
         *       "body": "Your code is {{code}}.",
         *       "params": [
         *         "name",
         *         "code"
         *       ],
         *       "createdAt": "2027-01-31T09:00:00.000Z"
         *     }
         */
        NotificationTemplate: {
            templateId: string;
            name: string;
            /** @enum {string} */
            channel: "email" | "sms";
            /** @description Of an email alone */
            subject: string | null;
            body: string;
            /** @description The names of its parameters */
            params: string[];
            createdAt: components["schemas"]["Time"];
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "templateId": "tpl_acme_01KFZ0JREQ3G5BQ2MC62Y2J7EP",
         *           "name": "Your code",
         *           "channel": "email",
         *           "subject": "For {{name}}",
         *           "body": "Your code is {{code}}.",
         *           "params": [
         *             "name",
         *             "code"
         *           ],
         *           "createdAt": "2027-01-31T09:00:00.000Z"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        NotificationTemplateList: {
            items: components["schemas"]["NotificationTemplate"][];
            /** @description null on the last page. A page may have fewer items than its `limit`, or none, and not be the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "notificationId": "ntf_acme_C6R2JRMFXVQV2J12QC60WTYFAT",
         *       "key": "order-1001",
         *       "status": "SENT",
         *       "batchId": "ntb_acme_EVRFHJWJX30MCNM3VXWQXF69X6",
         *       "templateId": "tpl_acme_01KFZ0JREQ3G5BQ2MC62Y2J7EP",
         *       "channel": "email",
         *       "receiver": "reader@shop.example",
         *       "attempt": 1,
         *       "reason": null,
         *       "providerReference": "sbx_N2V8QD",
         *       "createdAt": "2027-01-31T12:00:00.000Z",
         *       "acceptedAt": "2027-01-31T12:00:00.000Z",
         *       "updatedAt": "2027-01-31T12:00:02.730Z",
         *       "endedAt": "2027-01-31T12:00:02.730Z"
         *     }
         */
        Notification: {
            notificationId: string;
            key: string;
            /** @enum {string} */
            status: "ACCEPTED" | "SENDING" | "UNKNOWN" | "SENT" | "FAILED" | "NEEDS_REVIEW";
            /** @description One that was submitted alone is a batch of its own */
            batchId: string;
            templateId: string;
            /** @enum {string} */
            channel: "email" | "sms";
            /** @description null: the receiver was forgotten */
            receiver: string | null;
            attempt: number;
            /** @description Why it has failed, or waits for an operator */
            reason: string | null;
            providerReference: string | null;
            createdAt: components["schemas"]["Time"];
            acceptedAt: components["schemas"]["Time"];
            updatedAt: components["schemas"]["Time"];
            endedAt: components["schemas"]["Time"] | null;
        };
        /**
         * @example {
         *       "notificationId": "ntf_acme_C6R2JRMFXVQV2J12QC60WTYFAT",
         *       "key": "order-1001",
         *       "status": "ACCEPTED",
         *       "batchId": "ntb_acme_EVRFHJWJX30MCNM3VXWQXF69X6",
         *       "templateId": "tpl_acme_01KFZ0JREQ3G5BQ2MC62Y2J7EP",
         *       "channel": "email",
         *       "receiver": "reader@shop.example",
         *       "attempt": 1,
         *       "reason": null,
         *       "providerReference": null,
         *       "createdAt": "2027-01-31T12:00:00.000Z",
         *       "acceptedAt": "2027-01-31T12:00:00.000Z",
         *       "updatedAt": "2027-01-31T12:00:00.000Z",
         *       "endedAt": null,
         *       "isIdempotent": false,
         *       "processedAt": "2027-01-31T12:00:00.000Z"
         *     }
         */
        NotificationSubmission: {
            notificationId: string;
            key: string;
            /** @enum {string} */
            status: "ACCEPTED" | "SENDING" | "UNKNOWN" | "SENT" | "FAILED" | "NEEDS_REVIEW";
            /** @description One that was submitted alone is a batch of its own */
            batchId: string;
            templateId: string;
            /** @enum {string} */
            channel: "email" | "sms";
            /** @description null: the receiver was forgotten */
            receiver: string | null;
            attempt: number;
            /** @description Why it has failed, or waits for an operator */
            reason: string | null;
            providerReference: string | null;
            createdAt: components["schemas"]["Time"];
            acceptedAt: components["schemas"]["Time"];
            updatedAt: components["schemas"]["Time"];
            endedAt: components["schemas"]["Time"] | null;
            isIdempotent: boolean;
            processedAt: components["schemas"]["Time"];
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "notificationId": "ntf_acme_C6R2JRMFXVQV2J12QC60WTYFAT",
         *           "key": "order-1001",
         *           "status": "SENT",
         *           "batchId": "ntb_acme_EVRFHJWJX30MCNM3VXWQXF69X6",
         *           "templateId": "tpl_acme_01KFZ0JREQ3G5BQ2MC62Y2J7EP",
         *           "channel": "email",
         *           "receiver": "reader@shop.example",
         *           "attempt": 1,
         *           "reason": null,
         *           "providerReference": "sbx_N2V8QD",
         *           "createdAt": "2027-01-31T12:00:00.000Z",
         *           "acceptedAt": "2027-01-31T12:00:00.000Z",
         *           "updatedAt": "2027-01-31T12:00:02.730Z",
         *           "endedAt": "2027-01-31T12:00:02.730Z"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        NotificationList: {
            items: components["schemas"]["Notification"][];
            /** @description null on the last page. A page may have fewer items than its `limit`, or none, and not be the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "notificationId": "ntf_acme_C6R2JRMFXVQV2J12QC60WTYFAT",
         *       "items": [
         *         {
         *           "attempt": 1,
         *           "by": "caller",
         *           "keyId": "E8CTGG5KH44A",
         *           "detail": "order-1001",
         *           "at": "2027-01-31T12:00:00.000Z",
         *           "event": "accepted"
         *         },
         *         {
         *           "attempt": 1,
         *           "by": "worker",
         *           "keyId": null,
         *           "detail": null,
         *           "at": "2027-01-31T12:00:02.730Z",
         *           "event": "sent"
         *         }
         *       ]
         *     }
         */
        NotificationTimeline: {
            notificationId: string;
            items: components["schemas"]["TimelineEntry"][];
        };
        /**
         * @example {
         *       "batchId": "ntb_acme_EVRFHJWJX30MCNM3VXWQXF69X6",
         *       "summary": {
         *         "accepted": 1,
         *         "replayed": 0,
         *         "rejected": 0
         *       },
         *       "items": [
         *         {
         *           "index": 0,
         *           "key": "order-1001",
         *           "notificationId": "ntf_acme_C6R2JRMFXVQV2J12QC60WTYFAT",
         *           "status": "ACCEPTED",
         *           "isIdempotent": false,
         *           "processedAt": "2027-01-31T12:00:00.000Z"
         *         }
         *       ]
         *     }
         */
        NotificationVerdicts: {
            batchId: string;
            summary: {
                accepted: number;
                replayed: number;
                rejected: number;
            };
            items: ({
                index: number;
                key: string;
                processedAt: components["schemas"]["Time"];
                notificationId: string;
                /** @enum {string} */
                status: "ACCEPTED" | "SENDING" | "UNKNOWN" | "SENT" | "FAILED" | "NEEDS_REVIEW";
                isIdempotent: boolean;
            } | {
                index: number;
                key: string;
                processedAt: components["schemas"]["Time"];
                notificationId: null;
                /** @constant */
                status: "REJECTED";
                /** @constant */
                isIdempotent: false;
                error: {
                    /** @enum {string} */
                    code: "template-not-found" | "params-invalid" | "already-sent" | "notification-in-progress" | "notification-needs-review" | "notification-differs" | "attempts-exhausted";
                    detail: string;
                };
            })[];
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "index": 0,
         *           "key": "order-1001",
         *           "notificationId": "ntf_acme_C6R2JRMFXVQV2J12QC60WTYFAT",
         *           "status": "SENT",
         *           "reason": null,
         *           "updatedAt": "2027-01-31T12:00:02.730Z"
         *         }
         *       ],
         *       "nextCursor": null,
         *       "batchId": "ntb_acme_EVRFHJWJX30MCNM3VXWQXF69X6",
         *       "mode": "partial",
         *       "createdAt": "2027-01-31T12:00:00.000Z"
         *     }
         */
        NotificationBatch: {
            items: {
                index: number | null;
                key: string;
                notificationId: string;
                /** @enum {string} */
                status: "ACCEPTED" | "SENDING" | "UNKNOWN" | "SENT" | "FAILED" | "NEEDS_REVIEW";
                reason: string | null;
                updatedAt: components["schemas"]["Time"] | null;
            }[];
            /** @description null on the last page. A page may have fewer items than its `limit`, or none, and not be the last */
            nextCursor: string | null;
            batchId: string;
            mode: ("partial" | "atomic") | null;
            createdAt: components["schemas"]["Time"] | null;
        };
        /**
         * @example {
         *       "currency": "USD",
         *       "available": {
         *         "amount": 148200,
         *         "currency": "USD"
         *       },
         *       "frozen": {
         *         "amount": 200000,
         *         "currency": "USD"
         *       }
         *     }
         */
        Wallet: {
            currency: string;
            available: components["schemas"]["Sum"];
            /** @description Reserved for refunds and withdrawals that are under way */
            frozen: components["schemas"]["Sum"];
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "currency": "USD",
         *           "available": {
         *             "amount": 148200,
         *             "currency": "USD"
         *           },
         *           "frozen": {
         *             "amount": 200000,
         *             "currency": "USD"
         *           }
         *         }
         *       ]
         *     }
         */
        WalletList: {
            items: components["schemas"]["Wallet"][];
        };
        /**
         * @example {
         *       "entryId": "pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *       "kind": "payment",
         *       "amount": {
         *         "amount": 1999,
         *         "currency": "USD"
         *       },
         *       "direction": "credit",
         *       "subjectId": "pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *       "at": "2027-01-31T12:00:02.730Z"
         *     }
         */
        WalletEntry: {
            entryId: string;
            /** @enum {string} */
            kind: "payment" | "refund" | "withdrawal" | "fee" | "return";
            amount: components["schemas"]["Money"];
            /** @enum {string} */
            direction: "credit" | "debit";
            /** @description The payment, refund, withdrawal or return that it is about */
            subjectId: string;
            at: components["schemas"]["Time"];
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "entryId": "pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *           "kind": "payment",
         *           "amount": {
         *             "amount": 1999,
         *             "currency": "USD"
         *           },
         *           "direction": "credit",
         *           "subjectId": "pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *           "at": "2027-01-31T12:00:02.730Z"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        WalletEntryList: {
            items: components["schemas"]["WalletEntry"][];
            /** @description null on the last page. A page may have fewer items than its `limit`, or none, and not be the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "eventId": "evt_acme_01KFZ0C8QCD3G7B0D6KEZTSBM6",
         *       "type": "payment.succeeded",
         *       "resourceId": "pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *       "resourceVersion": 1,
         *       "at": "2027-01-31T12:00:02.730Z",
         *       "data": {
         *         "paymentId": "pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *         "sagaId": "sag_acme_01KFZ0C1PXD80J19QZP3PFMVB7",
         *         "orderId": "ord_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *         "orderNo": "A-1001",
         *         "status": "SUCCEEDED",
         *         "amount": {
         *           "amount": 1999,
         *           "currency": "USD"
         *         },
         *         "channel": "sandbox",
         *         "customerId": "customer-42",
         *         "description": "Pro, one month",
         *         "outcome": "succeeded",
         *         "reason": null,
         *         "paymentUrl": null,
         *         "providerReference": "sbx_7Q2M4K",
         *         "expiresAt": "2027-01-31T12:30:00.000Z",
         *         "cancelRequestedAt": null,
         *         "refunded": {
         *           "amount": 0,
         *           "currency": "USD"
         *         },
         *         "refundedAtChannel": null,
         *         "dispute": null,
         *         "refunds": [],
         *         "createdAt": "2027-01-31T12:00:00.000Z",
         *         "updatedAt": "2027-01-31T12:00:02.730Z"
         *       }
         *     }
         */
        Event: {
            /** @description The same in every delivery of it: the receiver's idempotency key */
            eventId: string;
            /** @enum {string} */
            type: "redemption.succeeded" | "redemption.failed" | "redemption.needs_review" | "payment.requires_action" | "payment.succeeded" | "payment.declined" | "payment.cancelled" | "payment.refunded" | "payment.partially_refunded" | "payment.needs_review" | "refund.succeeded" | "refund.failed" | "order.finished" | "order.cancelled" | "order.expired" | "order.refunded" | "code.redeemed" | "code.reversed" | "subscription.activated" | "subscription.extended" | "subscription.shortened" | "subscription.revoked" | "withdrawal.confirmed" | "withdrawal.cancelled" | "withdrawal.returned" | "withdrawal.needs_review" | "notification.sent" | "notification.failed" | "webhook_endpoint.failing" | "webhook_endpoint.disabled" | "webhook.test";
            resourceId: string;
            /** @description Grows with each event of the resource: ignore what is older */
            resourceVersion: number;
            at: components["schemas"]["Time"];
            /** @description The resource as this event's change left it */
            data: {
                [key: string]: unknown;
            };
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "eventId": "evt_acme_01KFZ0C8QCD3G7B0D6KEZTSBM6",
         *           "type": "payment.succeeded",
         *           "resourceId": "pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *           "resourceVersion": 1,
         *           "at": "2027-01-31T12:00:02.730Z",
         *           "data": {
         *             "paymentId": "pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *             "sagaId": "sag_acme_01KFZ0C1PXD80J19QZP3PFMVB7",
         *             "orderId": "ord_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *             "orderNo": "A-1001",
         *             "status": "SUCCEEDED",
         *             "amount": {
         *               "amount": 1999,
         *               "currency": "USD"
         *             },
         *             "channel": "sandbox",
         *             "customerId": "customer-42",
         *             "description": "Pro, one month",
         *             "outcome": "succeeded",
         *             "reason": null,
         *             "paymentUrl": null,
         *             "providerReference": "sbx_7Q2M4K",
         *             "expiresAt": "2027-01-31T12:30:00.000Z",
         *             "cancelRequestedAt": null,
         *             "refunded": {
         *               "amount": 0,
         *               "currency": "USD"
         *             },
         *             "refundedAtChannel": null,
         *             "dispute": null,
         *             "refunds": [],
         *             "createdAt": "2027-01-31T12:00:00.000Z",
         *             "updatedAt": "2027-01-31T12:00:02.730Z"
         *           }
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        EventList: {
            items: components["schemas"]["Event"][];
            /** @description null on the last page. A page may have fewer items than its `limit`, or none, and not be the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "webhookEndpointId": "whe_acme_01KFZ0K6VJ9GC8P9WDS1XNJ5WD",
         *       "url": "https://shop.example/hooks/tender",
         *       "eventTypes": [
         *         "payment.*",
         *         "redemption.succeeded"
         *       ],
         *       "description": "Main",
         *       "status": "ENABLED",
         *       "disabledReason": null,
         *       "failingSince": null,
         *       "lastSuccessAt": "2027-01-31T12:00:00.000Z",
         *       "createdAt": "2027-01-31T09:00:00.000Z",
         *       "updatedAt": "2027-01-31T09:00:00.000Z"
         *     }
         */
        WebhookEndpoint: {
            webhookEndpointId: string;
            url: string;
            eventTypes: string[];
            description: string | null;
            /** @enum {string} */
            status: "ENABLED" | "DISABLED" | "ENDED";
            /** @description `failing`: days of failed tries; `gone`: an answer 410; `merchant`: a PATCH by a key of the merchant's; `operator`: kept for the platform, and given by no call yet */
            disabledReason: ("failing" | "gone" | "merchant" | "operator") | null;
            /** @description The first of the failed tries since the last success */
            failingSince: components["schemas"]["Time"] | null;
            /** @description To the minute */
            lastSuccessAt: components["schemas"]["Time"] | null;
            createdAt: components["schemas"]["Time"];
            updatedAt: components["schemas"]["Time"];
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "webhookEndpointId": "whe_acme_01KFZ0K6VJ9GC8P9WDS1XNJ5WD",
         *           "url": "https://shop.example/hooks/tender",
         *           "eventTypes": [
         *             "payment.*",
         *             "redemption.succeeded"
         *           ],
         *           "description": "Main",
         *           "status": "ENABLED",
         *           "disabledReason": null,
         *           "failingSince": null,
         *           "lastSuccessAt": "2027-01-31T12:00:00.000Z",
         *           "createdAt": "2027-01-31T09:00:00.000Z",
         *           "updatedAt": "2027-01-31T09:00:00.000Z"
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        WebhookEndpointList: {
            items: components["schemas"]["WebhookEndpoint"][];
            /** @description null on the last page. A page may have fewer items than its `limit`, or none, and not be the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "webhookEndpointId": "whe_acme_01KFZ0K6VJ9GC8P9WDS1XNJ5WD",
         *       "url": "https://shop.example/hooks/tender",
         *       "eventTypes": [
         *         "payment.*",
         *         "redemption.succeeded"
         *       ],
         *       "description": "Main",
         *       "status": "ENABLED",
         *       "disabledReason": null,
         *       "failingSince": null,
         *       "lastSuccessAt": null,
         *       "createdAt": "2027-01-31T09:00:00.000Z",
         *       "updatedAt": "2027-01-31T09:00:00.000Z",
         *       "secret": "whsec_<base64>"
         *     }
         */
        WebhookEndpointShown: {
            webhookEndpointId: string;
            url: string;
            eventTypes: string[];
            description: string | null;
            /** @enum {string} */
            status: "ENABLED" | "DISABLED" | "ENDED";
            /** @description `failing`: days of failed tries; `gone`: an answer 410; `merchant`: a PATCH by a key of the merchant's; `operator`: kept for the platform, and given by no call yet */
            disabledReason: ("failing" | "gone" | "merchant" | "operator") | null;
            /** @description The first of the failed tries since the last success */
            failingSince: components["schemas"]["Time"] | null;
            /** @description To the minute */
            lastSuccessAt: components["schemas"]["Time"] | null;
            createdAt: components["schemas"]["Time"];
            updatedAt: components["schemas"]["Time"];
            /** @description Signs what is delivered, as Standard Webhooks has it. Shown in this answer and its replays alone */
            secret: string;
        };
        /**
         * @example {
         *       "secret": "whsec_<base64>",
         *       "previousValidUntil": "2027-02-01T12:00:00.000Z"
         *     }
         */
        WebhookSecretRotated: {
            /** @description Signs what is delivered, as Standard Webhooks has it. Shown in this answer and its replays alone */
            secret: string;
            /** @description Until then each delivery bears a signature of the one before, too */
            previousValidUntil: components["schemas"]["Time"];
        };
        /**
         * @example {
         *       "deliveryId": "dlv_acme_01KFZ0C8QC3J4X2PAEDX72ZDH9",
         *       "webhookEndpointId": "whe_acme_01KFZ0K6VJ9GC8P9WDS1XNJ5WD",
         *       "eventId": "evt_acme_01KFZ0C8QCD3G7B0D6KEZTSBM6",
         *       "eventType": "payment.succeeded",
         *       "status": "DELIVERED",
         *       "attempts": [
         *         {
         *           "at": "2027-01-31T12:00:02.730Z",
         *           "httpStatus": 204,
         *           "error": null,
         *           "durationMs": 38,
         *           "responseExcerpt": null
         *         }
         *       ],
         *       "nextAttemptAt": null
         *     }
         */
        WebhookDelivery: {
            deliveryId: string;
            webhookEndpointId: string;
            eventId: string;
            /** @enum {string} */
            eventType: "redemption.succeeded" | "redemption.failed" | "redemption.needs_review" | "payment.requires_action" | "payment.succeeded" | "payment.declined" | "payment.cancelled" | "payment.refunded" | "payment.partially_refunded" | "payment.needs_review" | "refund.succeeded" | "refund.failed" | "order.finished" | "order.cancelled" | "order.expired" | "order.refunded" | "code.redeemed" | "code.reversed" | "subscription.activated" | "subscription.extended" | "subscription.shortened" | "subscription.revoked" | "withdrawal.confirmed" | "withdrawal.cancelled" | "withdrawal.returned" | "withdrawal.needs_review" | "notification.sent" | "notification.failed" | "webhook_endpoint.failing" | "webhook_endpoint.disabled" | "webhook.test";
            /** @enum {string} */
            status: "PENDING" | "SENDING" | "DELIVERED" | "EXHAUSTED" | "HELD" | "CANCELLED";
            /** @description The last 20, oldest first */
            attempts: {
                at: components["schemas"]["Time"];
                /** @description null: there was no answer */
                httpStatus: number | null;
                error: string | null;
                durationMs: number;
                /** @description At most 1 KB of the answer */
                responseExcerpt: string | null;
            }[];
            nextAttemptAt: components["schemas"]["Time"] | null;
        };
        /**
         * @example {
         *       "deliveryId": "dlv_acme_01KFZ0C8QC3J4X2PAEDX72ZDH9"
         *     }
         */
        WebhookDeliveryAccepted: {
            deliveryId: string;
        };
        /**
         * @example {
         *       "items": [
         *         {
         *           "deliveryId": "dlv_acme_01KFZ0C8QC3J4X2PAEDX72ZDH9",
         *           "webhookEndpointId": "whe_acme_01KFZ0K6VJ9GC8P9WDS1XNJ5WD",
         *           "eventId": "evt_acme_01KFZ0C8QCD3G7B0D6KEZTSBM6",
         *           "eventType": "payment.succeeded",
         *           "status": "DELIVERED",
         *           "attempts": [
         *             {
         *               "at": "2027-01-31T12:00:02.730Z",
         *               "httpStatus": 204,
         *               "error": null,
         *               "durationMs": 38,
         *               "responseExcerpt": null
         *             }
         *           ],
         *           "nextAttemptAt": null
         *         }
         *       ],
         *       "nextCursor": null
         *     }
         */
        WebhookDeliveryList: {
            items: components["schemas"]["WebhookDelivery"][];
            /** @description null on the last page. A page may have fewer items than its `limit`, or none, and not be the last */
            nextCursor: string | null;
        };
        /**
         * @example {
         *       "jobId": "job_acme_01KFZ0GNXEABADHV8WYWYMYJ55",
         *       "kind": "code-generation",
         *       "status": "RUNNING",
         *       "done": 400,
         *       "total": 1000,
         *       "errors": []
         *     }
         */
        Job: {
            jobId: string;
            /** @enum {string} */
            kind: "code-generation" | "own-codes" | "replay";
            /**
             * @description FAILED: a replay's endpoint was disabled or deleted meanwhile
             * @enum {string}
             */
            status: "RUNNING" | "DONE" | "FAILED";
            /** @description Codes that have been seen to; deliveries that were sent again */
            done: number;
            /** @description null: of a replay, not known before its end */
            total: number | null;
            errors: {
                index: number;
                last4: string;
                /** @constant */
                code: "code-exists";
            }[];
        };
        /**
         * @example {
         *       "jobId": "job_acme_01KFZ0GNXEABADHV8WYWYMYJ55"
         *     }
         */
        JobAccepted: {
            jobId: string;
        };
        /**
         * @example {
         *       "merchantId": "acme",
         *       "emptied": {
         *         "orders": 4,
         *         "codeRedemptions": 1,
         *         "subscriptions": 1,
         *         "payments": 3,
         *         "notifications": 7,
         *         "payoutDestinations": 0
         *       },
         *       "kept": [
         *         {
         *           "id": "pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK",
         *           "why": "under-way"
         *         }
         *       ],
         *       "keptCount": 1,
         *       "isComplete": true
         *     }
         */
        Forgotten: {
            merchantId: string;
            /** @description How many of each this request has emptied: what was empty before is not counted */
            emptied: {
                orders: number;
                codeRedemptions: number;
                subscriptions: number;
                payments: number;
                notifications: number;
                payoutDestinations: number;
            };
            /** @description What still names the person, up to 100 of it */
            kept: {
                id: string;
                /**
                 * @description `under-way`: it has not ended, or a withdrawal goes there; `active`: a subscription that runs; `in-use`: a destination that was not deleted; `ended-lately`: one that was deleted within the hour; `changing`: it was written meanwhile
                 * @enum {string}
                 */
                why: "under-way" | "active" | "in-use" | "ended-lately" | "changing";
            }[];
            keptCount: number;
            /** @description false: there are more rows; send it again under another key */
            isComplete: boolean;
        };
        /** @description For `stripe` */
        StripeAccount: {
            secretKey: string;
            /** @description Two while one is being replaced: all are accepted, the first one signs where Tender does */
            webhookSecrets: string[];
            /**
             * Format: uri
             * @description https, a public host name
             */
            apiBase?: string;
        };
        /** @description For `alipay` */
        AlipayAccount: {
            appId: string;
            sellerId?: string;
            /** @description RSA, in base64 or PEM */
            privateKey: string;
            alipayPublicKeys: string[];
            /**
             * Format: uri
             * @description https, a public host name
             */
            gateway: string;
            /** @enum {string} */
            mode: "precreate" | "page";
        };
        /** @description For `epay` */
        EpayAccount: {
            pid: string;
            /** @description Two while one is being replaced: all are accepted, the first one signs where Tender does */
            keys: string[];
            /**
             * Format: uri
             * @description https, a public host name
             */
            gateway: string;
            /** @enum {string} */
            type?: "alipay" | "wxpay";
            /** @enum {string} */
            create?: "submit" | "mapi";
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export interface operations {
    listPlans: {
        parameters: {
            query?: {
                limit?: string;
                cursor?: string;
                tenantId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanList"];
                };
            };
        };
    };
    createPlan: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Fill up to 500",
                 *       "country": "US",
                 *       "target": {
                 *         "amount": 50000,
                 *         "currency": "USD"
                 *       }
                 *     }
                 */
                "application/json": {
                    name: string;
                    /**
                     * @description ISO 3166-1 alpha-2
                     * @example US
                     */
                    country: string;
                    target: components["schemas"]["Money"];
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plan"];
                };
            };
        };
    };
    getPlan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example pln_acme_01KFZ0A1B2C3D4E5F6G7H8J9K0 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plan"];
                };
            };
        };
    };
    listAccounts: {
        parameters: {
            query?: {
                limit?: string;
                cursor?: string;
                tenantId?: string;
                status?: "WAITING" | "PROCESSING" | "LOCKING" | "COMPLETED";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountList"];
                };
            };
        };
    };
    createAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "country": "US",
                 *       "currency": "USD",
                 *       "label": "first"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description ISO 3166-1 alpha-2
                     * @example US
                     */
                    country: string;
                    /**
                     * @description ISO 4217; currencies in circulation, no fund codes or precious metals
                     * @example USD
                     */
                    currency: string;
                    label?: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
        };
    };
    getAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example acc_acme_01KFZ0A4M5N6P7Q8R9S0T1V2W3 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
        };
    };
    updateAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example acc_acme_01KFZ0A4M5N6P7Q8R9S0T1V2W3 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "loginStatus": "INACTIVE"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    loginStatus: "ACTIVE" | "INACTIVE";
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
        };
    };
    releaseAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example acc_acme_01KFZ0A4M5N6P7Q8R9S0T1V2W3 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "checked in the vendor's books"
                 *     }
                 */
                "application/json": {
                    /** @description One line of 10 to 500 characters */
                    reason: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
        };
    };
    listRedemptions: {
        parameters: {
            query?: {
                limit?: string;
                cursor?: string;
                tenantId?: string;
                status?: "ACCEPTED" | "CLAIMED" | "SENDING" | "UNKNOWN" | "SUCCEEDED" | "FAILED" | "NEEDS_REVIEW";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RedemptionList"];
                };
            };
        };
    };
    submitRedemption: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "TEST-OK-2500-7KQ2",
                 *       "planId": "pln_acme_01KFZ0A1B2C3D4E5F6G7H8J9K0",
                 *       "reference": "A-1001/1"
                 *     }
                 */
                "application/json": {
                    /** @description As printed: 4 to 64 letters from A to Z and digits; spaces, dashes and invisible characters are ignored */
                    code: string;
                    planId: string;
                    batchId?: string;
                    reference?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Submission"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Submission"];
                };
            };
        };
    };
    getRedemption: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example rdm_acme_5EJ36FSAS5Q3WME64TY4X0YEW3 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RedemptionWithAttempts"];
                };
            };
        };
    };
    getRedemptionTimeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example rdm_acme_5EJ36FSAS5Q3WME64TY4X0YEW3 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RedemptionTimeline"];
                };
            };
        };
    };
    resolveRedemption: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example rdm_acme_5EJ36FSAS5Q3WME64TY4X0YEW3 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "resolution": "SUCCEEDED",
                 *       "amount": {
                 *         "amount": 2500,
                 *         "currency": "USD"
                 *       },
                 *       "reason": "checked in the vendor's books"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    resolution: "SUCCEEDED" | "FAILED";
                    amount?: components["schemas"]["Money"];
                    /** @description One line of 10 to 500 characters */
                    reason: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Redemption"];
                };
            };
        };
    };
    lookUpRedemption: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example rdm_acme_5EJ36FSAS5Q3WME64TY4X0YEW3 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LookUp"];
                };
            };
        };
    };
    submitBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "planId": "pln_acme_01KFZ0A1B2C3D4E5F6G7H8J9K0",
                 *       "mode": "partial",
                 *       "items": [
                 *         {
                 *           "reference": "A-1001/1",
                 *           "code": "TEST-OK-2500-7KQ2"
                 *         },
                 *         {
                 *           "reference": "A-1001/2",
                 *           "code": "TEST-REJECT-1000-9MX4"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    batchId?: string;
                    planId: string;
                    /** @enum {string} */
                    mode: "partial" | "atomic";
                    items: {
                        reference: string;
                        /** @description As printed; a malformed one is refused as its item's error */
                        code: string;
                    }[];
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchVerdicts"];
                };
            };
        };
    };
    getBatch: {
        parameters: {
            query?: {
                limit?: string;
                cursor?: string;
                tenantId?: string;
            };
            header?: never;
            path: {
                /** @example bat_acme_01KFZ0B7CHQ7R0D7BY2R9008EX */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
        };
    };
    listCampaigns: {
        parameters: {
            query?: {
                limit?: string;
                cursor?: string;
                tenantId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignList"];
                };
            };
        };
    };
    createCampaign: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Spring",
                 *       "offerId": "off_acme_01KFZ0F4SNRW2PGVHNJBBGFZK1",
                 *       "endsAt": "2027-06-30T23:59:59Z",
                 *       "codePrefix": "SPRING"
                 *     }
                 */
                "application/json": {
                    name: string;
                    offerId: string;
                    /** @default 1 */
                    usesPerCode?: number;
                    /**
                     * Format: date-time
                     * @description ISO 8601, with `Z` or an offset
                     */
                    startsAt?: string;
                    /**
                     * Format: date-time
                     * @description ISO 8601, with `Z` or an offset
                     */
                    endsAt?: string;
                    codePrefix?: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
        };
    };
    getCampaign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example cam_acme_01KFZ0F540RH2M9V397JVKADNY */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
        };
    };
    updateCampaign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example cam_acme_01KFZ0F540RH2M9V397JVKADNY */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "status": "DISABLED"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    status: "ACTIVE" | "DISABLED";
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
        };
    };
    listCodes: {
        parameters: {
            query?: {
                limit?: string;
                cursor?: string;
            };
            header?: never;
            path: {
                /** @example cam_acme_01KFZ0F540RH2M9V397JVKADNY */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeList"];
                };
            };
        };
    };
    createCodes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example cam_acme_01KFZ0F540RH2M9V397JVKADNY */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "count": 1000
                 *     }
                 */
                "application/json": {
                    count?: number;
                    codes?: string[];
                };
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobAccepted"];
                };
            };
        };
    };
    exportCodes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example cam_acme_01KFZ0F540RH2M9V397JVKADNY */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "from": 0,
                 *       "count": 1000
                 *     }
                 */
                "application/json": {
                    from: number;
                    count: number;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
        };
    };
    getJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example job_acme_01KFZ0GNXEABADHV8WYWYMYJ55 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
        };
    };
    lookUpCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "SPRING-H4T7-CTFR"
                 *     }
                 */
                "application/json": {
                    /** @description As it was typed: case, spaces, hyphens, O for 0, I and L for 1 do not count */
                    code: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeWithCampaign"];
                };
            };
        };
    };
    updateCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example cod_acme_T346YKZEKSEG018NJV5TYGR9RR */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "status": "DISABLED"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    status: "ACTIVE" | "DISABLED";
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Code"];
                };
            };
        };
    };
    listCodeRedemptions: {
        parameters: {
            query?: {
                limit?: string;
                cursor?: string;
                tenantId?: string;
                userId?: string;
                campaignId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeRedemptionList"];
                };
            };
        };
    };
    redeemCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "SPRING-H4T7-CTFR",
                 *       "userId": "user-17"
                 *     }
                 */
                "application/json": {
                    /** @description As it was typed: case, spaces, hyphens, O for 0, I and L for 1 do not count */
                    code: string;
                    userId: string;
                    reference?: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeRedemption"];
                };
            };
        };
    };
    previewCodeRedemption: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "SPRING-H4T7-CTFR",
                 *       "userId": "user-17"
                 *     }
                 */
                "application/json": {
                    /** @description As it was typed: case, spaces, hyphens, O for 0, I and L for 1 do not count */
                    code: string;
                    userId: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeRedemptionPreview"];
                };
            };
        };
    };
    getCodeRedemption: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example cru_acme_E4EXQ355YPEMRNCRGF83TSZT8C */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeRedemption"];
                };
            };
        };
    };
    reverseCodeRedemption: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example cru_acme_E4EXQ355YPEMRNCRGF83TSZT8C */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "the customer ordered twice"
                 *     }
                 */
                "application/json": {
                    /** @description One line of 1 to 500 characters; from an operator at least 10 */
                    reason: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeRedemption"];
                };
            };
        };
    };
    listOffers: {
        parameters: {
            query?: {
                limit?: string;
                cursor?: string;
                tenantId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfferList"];
                };
            };
        };
    };
    createOffer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Pro",
                 *       "price": {
                 *         "amount": 1999,
                 *         "currency": "USD"
                 *       },
                 *       "period": {
                 *         "unit": "month",
                 *         "count": 1
                 *       },
                 *       "stock": 100
                 *     }
                 */
                "application/json": {
                    name: string;
                    price: components["schemas"]["Money"];
                    period: components["schemas"]["Period"];
                    stock?: number;
                    perUserLimit?: number;
                    /**
                     * @default extend
                     * @enum {string}
                     */
                    onRepeat?: "extend" | "new";
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offer"];
                };
            };
        };
    };
    getOffer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example off_acme_01KFZ0F4SNRW2PGVHNJBBGFZK1 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offer"];
                };
            };
        };
    };
    updateOffer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example off_acme_01KFZ0F4SNRW2PGVHNJBBGFZK1 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "stock": 200
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    status?: "ACTIVE" | "INACTIVE";
                    stock?: number;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offer"];
                };
            };
        };
    };
    listOrders: {
        parameters: {
            query?: {
                limit?: string;
                cursor?: string;
                tenantId?: string;
                userId?: string;
                status?: "PENDING" | "PAID" | "FINISHED" | "CANCELLED" | "EXPIRED" | "REFUNDED";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderList"];
                };
            };
        };
    };
    createOrder: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "orderNo": "A-1001",
                 *       "offerId": "off_acme_01KFZ0F4SNRW2PGVHNJBBGFZK1",
                 *       "userId": "user-17"
                 *     }
                 */
                "application/json": {
                    /** @description 1 to 64 visible ASCII characters without `#` */
                    orderNo: string;
                    offerId: string;
                    userId: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlacedOrder"];
                };
            };
        };
    };
    previewOrder: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "offerId": "off_acme_01KFZ0F4SNRW2PGVHNJBBGFZK1",
                 *       "userId": "user-17"
                 *     }
                 */
                "application/json": {
                    offerId: string;
                    userId: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderPreview"];
                };
            };
        };
    };
    getOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example ord_acme_01KFZ0C1PX01PXJTQRNHNVN4FK */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
        };
    };
    cancelOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example ord_acme_01KFZ0C1PX01PXJTQRNHNVN4FK */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "the customer ordered twice"
                 *     }
                 */
                "application/json": {
                    /** @description One line of 1 to 500 characters; from an operator at least 10 */
                    reason: string;
                };
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CancelledOrder"];
                };
            };
        };
    };
    listSubscriptions: {
        parameters: {
            query: {
                limit?: string;
                cursor?: string;
                tenantId?: string;
                userId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionList"];
                };
            };
        };
    };
    getSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example sub_acme_QA8WB0AP4J2AQ9ERXKC3Q2ZKMY */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
        };
    };
    listPayments: {
        parameters: {
            query?: {
                limit?: string;
                cursor?: string;
                tenantId?: string;
                status?: "PROCESSING" | "REQUIRES_ACTION" | "UNKNOWN" | "SUCCEEDED" | "DECLINED" | "CANCELLED" | "REFUNDED" | "PARTIALLY_REFUNDED" | "NEEDS_REVIEW";
                orderNo?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentList"];
                };
            };
        };
    };
    createPayment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "orderNo": "A-1001",
                 *       "amount": {
                 *         "amount": 1999,
                 *         "currency": "USD"
                 *       },
                 *       "channel": "sandbox",
                 *       "paymentMethod": "pm_ok",
                 *       "customerId": "customer-42",
                 *       "description": "Pro, one month"
                 *     }
                 */
                "application/json": {
                    /** @description 1 to 64 visible ASCII characters without `#` */
                    orderNo: string;
                    amount: components["schemas"]["Money"];
                    /** @enum {string} */
                    channel: "sandbox" | "stripe" | "alipay" | "epay";
                    paymentMethod?: string;
                    customerId?: string;
                    description?: string;
                    /**
                     * Format: uri
                     * @description http(s) URL
                     */
                    returnUrl?: string;
                    orderId?: string;
                };
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedPayment"];
                };
            };
        };
    };
    getPayment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
        };
    };
    getPaymentTimeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentTimeline"];
                };
            };
        };
    };
    cancelPayment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "the customer ordered twice"
                 *     }
                 */
                "application/json": {
                    /** @description One line of 1 to 500 characters; from an operator at least 10 */
                    reason: string;
                };
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
        };
    };
    listRefunds: {
        parameters: {
            query?: {
                limit?: string;
                cursor?: string;
            };
            header?: never;
            path: {
                /** @example pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefundList"];
                };
            };
        };
    };
    createRefund: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "amount": {
                 *         "amount": 500,
                 *         "currency": "USD"
                 *       },
                 *       "reason": "one of four was broken"
                 *     }
                 */
                "application/json": {
                    amount?: components["schemas"]["Money"];
                    /** @description One line of 1 to 500 characters; from an operator at least 10 */
                    reason: string;
                };
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
        };
    };
    getRefund: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example ref_acme_01KFZ0D07TKQFEX1JYD220K3RX */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
        };
    };
    resolveRefund: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example ref_acme_01KFZ0D07TKQFEX1JYD220K3RX */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "resolution": "SUCCEEDED",
                 *       "providerReference": "sbx_R4K9W2",
                 *       "reason": "checked in the vendor's books"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    resolution: "SUCCEEDED" | "FAILED";
                    providerReference?: string;
                    /** @description One line of 10 to 500 characters */
                    reason: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
        };
    };
    lookUpPayment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example pay_acme_01KFZ0C1PX01PXJTQRNHNVN4FK */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LookUp"];
                };
            };
        };
    };
    lookUpRefund: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example ref_acme_01KFZ0D07TKQFEX1JYD220K3RX */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LookUp"];
                };
            };
        };
    };
    listSagas: {
        parameters: {
            query?: {
                limit?: string;
                cursor?: string;
                tenantId?: string;
                status?: "RUNNING" | "PIVOTED" | "COMPLETED" | "COMPENSATING" | "COMPENSATED" | "NEEDS_REVIEW";
                paymentId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SagaList"];
                };
            };
        };
    };
    getSaga: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example sag_acme_01KFZ0C1PXD80J19QZP3PFMVB7 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Saga"];
                };
            };
        };
    };
    retrySaga: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example sag_acme_01KFZ0C1PXD80J19QZP3PFMVB7 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "checked in the vendor's books"
                 *     }
                 */
                "application/json": {
                    /** @description One line of 10 to 500 characters */
                    reason: string;
                };
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SagaAction"];
                };
            };
        };
    };
    compensateSaga: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example sag_acme_01KFZ0C1PXD80J19QZP3PFMVB7 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "checked in the vendor's books"
                 *     }
                 */
                "application/json": {
                    /** @description One line of 10 to 500 characters */
                    reason: string;
                };
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SagaAction"];
                };
            };
        };
    };
    resolveSaga: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example sag_acme_01KFZ0C1PXD80J19QZP3PFMVB7 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "step": "ChargePayment",
                 *       "resolution": "SUCCEEDED",
                 *       "providerReference": "sbx_7Q2M4K",
                 *       "reason": "checked in the vendor's books"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    step: "CreateOrder" | "ChargePayment" | "AwaitPayment" | "SettlePayment" | "FulfilOrder" | "ClosePayment";
                    /** @enum {string} */
                    resolution: "SUCCEEDED" | "FAILED" | "COMPENSATED";
                    providerReference?: string;
                    amount?: components["schemas"]["Money"];
                    /** @description One line of 10 to 500 characters */
                    reason: string;
                };
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SagaAction"];
                };
            };
        };
    };
    putWithdrawalPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example acme */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "currency": "USD",
                 *       "approvals": [
                 *         {
                 *           "above": {
                 *             "amount": 100000,
                 *             "currency": "USD"
                 *           },
                 *           "count": 1
                 *         },
                 *         {
                 *           "above": {
                 *             "amount": 1000000,
                 *             "currency": "USD"
                 *           },
                 *           "count": 2
                 *         }
                 *       ],
                 *       "fee": {
                 *         "fixed": {
                 *           "amount": 25,
                 *           "currency": "USD"
                 *         },
                 *         "basisPoints": 50
                 *       },
                 *       "dailyLimit": {
                 *         "amount": 5000000,
                 *         "currency": "USD"
                 *       },
                 *       "coolingSeconds": 86400
                 *     }
                 */
                "application/json": {
                    /**
                     * @description ISO 4217; currencies in circulation, no fund codes or precious metals
                     * @example USD
                     */
                    currency: string;
                    approvals?: {
                        above: components["schemas"]["Money"];
                        /** @enum {number} */
                        count: 1 | 2;
                    }[];
                    fee?: {
                        fixed?: components["schemas"]["Money"];
                        basisPoints?: number;
                    };
                    dailyLimit?: components["schemas"]["Money"];
                    coolingSeconds?: number;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WithdrawalPolicy"];
                };
            };
        };
    };
    listPayoutDestinations: {
        parameters: {
            query?: {
                limit?: string;
                cursor?: string;
                tenantId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayoutDestinationList"];
                };
            };
        };
    };
    createPayoutDestination: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "provider": "sandbox",
                 *       "account": "ok-00004567",
                 *       "holder": "Acme Ltd",
                 *       "label": "Main"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    provider: "sandbox" | "stripe" | "alipay";
                    /** @description 4 to 128 visible ASCII characters; only the last four come back, of a short one fewer */
                    account: string;
                    holder?: string;
                    label?: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayoutDestination"];
                };
            };
        };
    };
    getPayoutDestination: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dst_acme_01KFZ0H0QP5VDAYY86YPRJDJX7 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayoutDestination"];
                };
            };
        };
    };
    deletePayoutDestination: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dst_acme_01KFZ0H0QP5VDAYY86YPRJDJX7 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayoutDestination"];
                };
            };
        };
    };
    listWithdrawals: {
        parameters: {
            query?: {
                limit?: string;
                cursor?: string;
                tenantId?: string;
                status?: "TRIED" | "AWAITING_APPROVAL" | "PAYING" | "UNKNOWN" | "CONFIRMED" | "CANCELLED" | "NEEDS_REVIEW";
                withdrawalNo?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WithdrawalList"];
                };
            };
        };
    };
    createWithdrawal: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "withdrawalNo": "W-1001",
                 *       "amount": {
                 *         "amount": 200000,
                 *         "currency": "USD"
                 *       },
                 *       "destinationId": "dst_acme_01KFZ0H0QP5VDAYY86YPRJDJX7"
                 *     }
                 */
                "application/json": {
                    /** @description 1 to 64 visible ASCII characters without `#` */
                    withdrawalNo: string;
                    amount: components["schemas"]["Money"];
                    destinationId: string;
                    dryRun?: boolean;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WithdrawalPreview"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedWithdrawal"];
                };
            };
        };
    };
    getWithdrawal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example wdr_acme_01KFZ0HM6AQGWBQT9JKAYPM3XW */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Withdrawal"];
                };
            };
        };
    };
    getWithdrawalTimeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example wdr_acme_01KFZ0HM6AQGWBQT9JKAYPM3XW */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WithdrawalTimeline"];
                };
            };
        };
    };
    cancelWithdrawal: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "withdrawalNo": "W-1001",
                 *       "reason": "entered by mistake"
                 *     }
                 */
                "application/json": {
                    /** @description 1 to 64 visible ASCII characters without `#` */
                    withdrawalNo: string;
                    /** @description One line of 1 to 500 characters; from an operator at least 10 */
                    reason: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CancelledWithdrawal"];
                };
            };
        };
    };
    approveWithdrawal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example wdr_acme_01KFZ0HM6AQGWBQT9JKAYPM3XW */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "checked in the vendor's books"
                 *     }
                 */
                "application/json": {
                    /** @description One line of 10 to 500 characters */
                    reason: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Withdrawal"];
                };
            };
        };
    };
    rejectWithdrawal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example wdr_acme_01KFZ0HM6AQGWBQT9JKAYPM3XW */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "the destination is not the merchant's"
                 *     }
                 */
                "application/json": {
                    /** @description One line of 10 to 500 characters */
                    reason: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Withdrawal"];
                };
            };
        };
    };
    resolveWithdrawal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example wdr_acme_01KFZ0HM6AQGWBQT9JKAYPM3XW */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "resolution": "CONFIRMED",
                 *       "providerReference": "sbx_P6T3XZ",
                 *       "reason": "checked in the vendor's books"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    resolution: "CONFIRMED" | "CANCELLED";
                    providerReference?: string;
                    /** @description One line of 10 to 500 characters */
                    reason: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Withdrawal"];
                };
            };
        };
    };
    lookUpWithdrawal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example wdr_acme_01KFZ0HM6AQGWBQT9JKAYPM3XW */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LookUp"];
                };
            };
        };
    };
    listNotificationTemplates: {
        parameters: {
            query?: {
                limit?: string;
                cursor?: string;
                tenantId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationTemplateList"];
                };
            };
        };
    };
    createNotificationTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Your code",
                 *       "channel": "email",
                 *       "subject": "For {{name}}",
                 *       "body": "Your code is {{code}}."
                 *     }
                 */
                "application/json": {
                    name: string;
                    /** @enum {string} */
                    channel: "email" | "sms";
                    subject?: string;
                    /** @description Plain text; `{{name}}` is the place of a parameter */
                    body: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationTemplate"];
                };
            };
        };
    };
    getNotificationTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example tpl_acme_01KFZ0JREQ3G5BQ2MC62Y2J7EP */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationTemplate"];
                };
            };
        };
    };
    listNotifications: {
        parameters: {
            query?: {
                limit?: string;
                cursor?: string;
                tenantId?: string;
                status?: "ACCEPTED" | "SENDING" | "UNKNOWN" | "SENT" | "FAILED" | "NEEDS_REVIEW";
                batchId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationList"];
                };
            };
        };
    };
    submitNotification: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "key": "order-1001",
                 *       "templateId": "tpl_acme_01KFZ0JREQ3G5BQ2MC62Y2J7EP",
                 *       "receiver": "reader@shop.example",
                 *       "params": {
                 *         "name": "Kim",
                 *         "code": "SPRING-7KQ2"
                 *       }
                 *     }
                 */
                "application/json": {
                    key: string;
                    templateId: string;
                    /** @description Of an email, one plain address; of a text message, a phone as E.164 writes it: `+15551234567` */
                    receiver: string;
                    /** @description Exactly the parameters of the template; each is put in as plain text, once. A wrong one is refused as its item's error */
                    params?: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationSubmission"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationSubmission"];
                };
            };
        };
    };
    getNotification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example ntf_acme_C6R2JRMFXVQV2J12QC60WTYFAT */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notification"];
                };
            };
        };
    };
    getNotificationTimeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example ntf_acme_C6R2JRMFXVQV2J12QC60WTYFAT */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationTimeline"];
                };
            };
        };
    };
    resolveNotification: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example ntf_acme_C6R2JRMFXVQV2J12QC60WTYFAT */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "resolution": "SENT",
                 *       "reason": "checked in the vendor's books"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    resolution: "SENT" | "FAILED";
                    providerReference?: string;
                    /** @description One line of 10 to 500 characters */
                    reason: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notification"];
                };
            };
        };
    };
    submitNotificationBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "mode": "partial",
                 *       "items": [
                 *         {
                 *           "key": "order-1001",
                 *           "templateId": "tpl_acme_01KFZ0JREQ3G5BQ2MC62Y2J7EP",
                 *           "receiver": "reader@shop.example",
                 *           "params": {
                 *             "name": "Kim",
                 *             "code": "SPRING-7KQ2"
                 *           }
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    batchId?: string;
                    /** @enum {string} */
                    mode: "partial" | "atomic";
                    items: {
                        key: string;
                        templateId: string;
                        /** @description Of an email, one plain address; of a text message, a phone as E.164 writes it: `+15551234567` */
                        receiver: string;
                        /** @description Exactly the parameters of the template; each is put in as plain text, once. A wrong one is refused as its item's error */
                        params?: {
                            [key: string]: string;
                        };
                    }[];
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationVerdicts"];
                };
            };
        };
    };
    getNotificationBatch: {
        parameters: {
            query?: {
                limit?: string;
                cursor?: string;
                tenantId?: string;
            };
            header?: never;
            path: {
                /** @example ntb_acme_EVRFHJWJX30MCNM3VXWQXF69X6 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationBatch"];
                };
            };
        };
    };
    listWallets: {
        parameters: {
            query?: {
                merchantId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WalletList"];
                };
            };
        };
    };
    listWalletEntries: {
        parameters: {
            query?: {
                limit?: string;
                cursor?: string;
                merchantId?: string;
            };
            header?: never;
            path: {
                /** @example USD */
                currency: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WalletEntryList"];
                };
            };
        };
    };
    listEvents: {
        parameters: {
            query?: {
                limit?: string;
                cursor?: string;
                tenantId?: string;
                order?: "asc" | "desc";
                type?: "redemption.succeeded" | "redemption.failed" | "redemption.needs_review" | "payment.requires_action" | "payment.succeeded" | "payment.declined" | "payment.cancelled" | "payment.refunded" | "payment.partially_refunded" | "payment.needs_review" | "refund.succeeded" | "refund.failed" | "order.finished" | "order.cancelled" | "order.expired" | "order.refunded" | "code.redeemed" | "code.reversed" | "subscription.activated" | "subscription.extended" | "subscription.shortened" | "subscription.revoked" | "withdrawal.confirmed" | "withdrawal.cancelled" | "withdrawal.returned" | "withdrawal.needs_review" | "notification.sent" | "notification.failed" | "webhook_endpoint.failing" | "webhook_endpoint.disabled" | "webhook.test";
                resourceId?: string;
                since?: string;
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventList"];
                };
            };
        };
    };
    getEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example evt_acme_01KFZ0C8QCD3G7B0D6KEZTSBM6 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Event"];
                };
            };
        };
    };
    listWebhookEndpoints: {
        parameters: {
            query?: {
                limit?: string;
                cursor?: string;
                tenantId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpointList"];
                };
            };
        };
    };
    createWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "https://shop.example/hooks/tender",
                 *       "eventTypes": [
                 *         "payment.*",
                 *         "redemption.succeeded"
                 *       ],
                 *       "description": "Main"
                 *     }
                 */
                "application/json": {
                    /**
                     * Format: uri
                     * @description https, a public host name, port 443 or above 1023, no user name; at most 2048 characters
                     */
                    url: string;
                    /** @description Exact types, `<resource>.*`, or `*` */
                    eventTypes: ("redemption.succeeded" | "redemption.failed" | "redemption.needs_review" | "payment.requires_action" | "payment.succeeded" | "payment.declined" | "payment.cancelled" | "payment.refunded" | "payment.partially_refunded" | "payment.needs_review" | "refund.succeeded" | "refund.failed" | "order.finished" | "order.cancelled" | "order.expired" | "order.refunded" | "code.redeemed" | "code.reversed" | "subscription.activated" | "subscription.extended" | "subscription.shortened" | "subscription.revoked" | "withdrawal.confirmed" | "withdrawal.cancelled" | "withdrawal.returned" | "withdrawal.needs_review" | "notification.sent" | "notification.failed" | "webhook_endpoint.failing" | "webhook_endpoint.disabled" | "webhook.test" | "redemption.*" | "payment.*" | "refund.*" | "order.*" | "code.*" | "subscription.*" | "withdrawal.*" | "notification.*" | "webhook_endpoint.*" | "webhook.*" | "*")[];
                    description?: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpointShown"];
                };
            };
        };
    };
    getWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example whe_acme_01KFZ0K6VJ9GC8P9WDS1XNJ5WD */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
        };
    };
    deleteWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example whe_acme_01KFZ0K6VJ9GC8P9WDS1XNJ5WD */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
        };
    };
    updateWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example whe_acme_01KFZ0K6VJ9GC8P9WDS1XNJ5WD */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "eventTypes": [
                 *         "*"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /**
                     * Format: uri
                     * @description https, a public host name, port 443 or above 1023, no user name; at most 2048 characters
                     */
                    url?: string;
                    /** @description Exact types, `<resource>.*`, or `*` */
                    eventTypes?: ("redemption.succeeded" | "redemption.failed" | "redemption.needs_review" | "payment.requires_action" | "payment.succeeded" | "payment.declined" | "payment.cancelled" | "payment.refunded" | "payment.partially_refunded" | "payment.needs_review" | "refund.succeeded" | "refund.failed" | "order.finished" | "order.cancelled" | "order.expired" | "order.refunded" | "code.redeemed" | "code.reversed" | "subscription.activated" | "subscription.extended" | "subscription.shortened" | "subscription.revoked" | "withdrawal.confirmed" | "withdrawal.cancelled" | "withdrawal.returned" | "withdrawal.needs_review" | "notification.sent" | "notification.failed" | "webhook_endpoint.failing" | "webhook_endpoint.disabled" | "webhook.test" | "redemption.*" | "payment.*" | "refund.*" | "order.*" | "code.*" | "subscription.*" | "withdrawal.*" | "notification.*" | "webhook_endpoint.*" | "webhook.*" | "*")[];
                    description?: string;
                    /** @enum {string} */
                    status?: "ENABLED" | "DISABLED";
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example whe_acme_01KFZ0K6VJ9GC8P9WDS1XNJ5WD */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "graceSeconds": 86400
                 *     }
                 */
                "application/json": {
                    /**
                     * @description How long the secret that it has now signs as well; 0: not at all
                     * @default 86400
                     */
                    graceSeconds?: number;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookSecretRotated"];
                };
            };
        };
    };
    testWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example whe_acme_01KFZ0K6VJ9GC8P9WDS1XNJ5WD */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryAccepted"];
                };
            };
        };
    };
    replayWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example whe_acme_01KFZ0K6VJ9GC8P9WDS1XNJ5WD */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "since": "2027-01-30T00:00:00Z",
                 *       "only": "failed"
                 *     }
                 */
                "application/json": {
                    /**
                     * Format: date-time
                     * @description ISO 8601, with `Z` or an offset
                     */
                    since: string;
                    /**
                     * Format: date-time
                     * @description ISO 8601, with `Z` or an offset
                     */
                    until?: string;
                    /** @enum {string} */
                    only: "failed" | "all";
                };
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobAccepted"];
                };
            };
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                limit?: string;
                cursor?: string;
                tenantId?: string;
                webhookEndpointId?: string;
                status?: "PENDING" | "SENDING" | "DELIVERED" | "EXHAUSTED" | "HELD" | "CANCELLED";
                eventId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryList"];
                };
            };
        };
    };
    getWebhookDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dlv_acme_01KFZ0C8QC3J4X2PAEDX72ZDH9 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
        };
    };
    resendWebhookDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dlv_acme_01KFZ0C8QC3J4X2PAEDX72ZDH9 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryAccepted"];
                };
            };
        };
    };
    listMerchants: {
        parameters: {
            query?: {
                limit?: string;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MerchantList"];
                };
            };
        };
    };
    createMerchant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "merchantId": "acme",
                 *       "name": "Acme Ltd",
                 *       "country": "US"
                 *     }
                 */
                "application/json": {
                    /** @description 3 to 32 lower-case letters, digits and `-`; one is given when it is left out */
                    merchantId?: string;
                    name: string;
                    /**
                     * @description ISO 3166-1 alpha-2
                     * @example US
                     */
                    country: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Merchant"];
                };
            };
        };
    };
    getMerchant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example acme */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Merchant"];
                };
            };
        };
    };
    getOwnMerchant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Merchant"];
                };
            };
        };
    };
    activateMerchant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example acme */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "its papers are complete"
                 *     }
                 */
                "application/json": {
                    /** @description One line of 10 to 500 characters */
                    reason: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Merchant"];
                };
            };
        };
    };
    suspendMerchant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example acme */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "its papers have expired"
                 *     }
                 */
                "application/json": {
                    /** @description One line of 10 to 500 characters */
                    reason: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Merchant"];
                };
            };
        };
    };
    closeMerchant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example acme */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "it has ended the contract"
                 *     }
                 */
                "application/json": {
                    /** @description One line of 10 to 500 characters */
                    reason: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Merchant"];
                };
            };
        };
    };
    putRequestLimit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example acme */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "requestsPerSecond": 250,
                 *       "burst": 1000
                 *     }
                 */
                "application/json": {
                    requestsPerSecond: number;
                    /** @description At once, after it has been quiet */
                    burst: number;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Merchant"];
                };
            };
        };
    };
    listMerchantChannels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example acme */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelAccountList"];
                };
            };
        };
    };
    putMerchantChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example acme */
                id: string;
                /** @example stripe */
                channel: "stripe" | "alipay" | "epay";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "secretKey": "sk_live_<secret>",
                 *       "webhookSecrets": [
                 *         "whsec_<secret>"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["StripeAccount"] | components["schemas"]["AlipayAccount"] | components["schemas"]["EpayAccount"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelAccount"];
                };
            };
        };
    };
    deleteMerchantChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example acme */
                id: string;
                /** @example stripe */
                channel: "stripe" | "alipay" | "epay";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelAccount"];
                };
            };
        };
    };
    listApiKeys: {
        parameters: {
            query?: {
                limit?: string;
                cursor?: string;
                merchantId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyList"];
                };
            };
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "scopes": [
                 *         "payments",
                 *         "withdrawals"
                 *       ],
                 *       "label": "Shop server"
                 *     }
                 */
                "application/json": {
                    merchantId?: string;
                    scopes: ("redemptions" | "payments" | "codes" | "withdrawals" | "notifications" | "merchants")[];
                    label?: string;
                    /**
                     * Format: date-time
                     * @description ISO 8601, with `Z` or an offset
                     */
                    expiresAt?: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyShown"];
                };
            };
        };
    };
    rotateApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example E8CTGG5KH44A */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "graceSeconds": 3600
                 *     }
                 */
                "application/json": {
                    /** @description How long the secret that it has now works as well; 0: not at all */
                    graceSeconds: number;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyShown"];
                };
            };
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example E8CTGG5KH44A */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "its server is gone for good"
                 *     }
                 */
                "application/json": {
                    /** @description One line of 1 to 500 characters; from an operator at least 10 */
                    reason: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
        };
    };
    forgetUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example user-17 */
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "merchantId": "acme",
                 *       "customerIds": [
                 *         "customer-42"
                 *       ],
                 *       "receivers": [
                 *         "reader@shop.example"
                 *       ],
                 *       "reason": "the user has asked for it, ticket 4711"
                 *     }
                 */
                "application/json": {
                    merchantId: string;
                    customerIds?: string[];
                    receivers?: string[];
                    destinationIds?: string[];
                    /** @description One line of 10 to 500 characters */
                    reason: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Forgotten"];
                };
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    listReviews: {
        parameters: {
            query?: {
                limit?: string;
                cursor?: string;
                tenantId?: string;
                order?: "asc" | "desc";
                kind?: "redemption" | "payment" | "refund" | "withdrawal" | "webhook endpoint" | "notification" | "charge" | "violation";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewList"];
                };
            };
        };
    };
    closeReview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example rev_acme_01KFZ0E3XH39T1F5TN8EWRRZM2 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "given back at the vendor's desk"
                 *     }
                 */
                "application/json": {
                    /** @description One line of 10 to 500 characters */
                    reason: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
                };
            };
        };
    };
    getOverview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
        };
    };
    listAudits: {
        parameters: {
            query?: {
                limit?: string;
                cursor?: string;
                by?: string;
                subjectId?: string;
                since?: string;
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditList"];
                };
            };
        };
    };
    findIdempotencyKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example order-1001-payment */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyUses"];
                };
            };
        };
    };
}
