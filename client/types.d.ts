// Written by `npm run docs` from docs/openapi.json; do not edit.
// VXzMFUw7-Lh5JT7XzY22m_Oc2nyVrgpN02H99yy0H2g

export interface components {
    schemas: {
        Health: {
            /** @constant */
            status: "ok";
        };
        KeyUses: {
            items: {
                route: string;
                /** @enum {string} */
                status: "IN_PROGRESS" | "DONE";
                httpStatus: number | null;
                resourceId: string | null;
            }[];
        };
        Review: {
            reviewId: string;
            kind: ("redemption" | "payment" | "refund" | "withdrawal" | "webhook endpoint" | "notification" | "charge") | null;
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
        ReviewList: {
            items: components["schemas"]["Review"][];
            nextCursor: string | null;
        };
        /** @description RFC 9457. The codes are described in errors.md. */
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
            code: "unauthenticated" | "scope-missing" | "not-found" | "method-not-allowed" | "body-too-large" | "media-type-unsupported" | "body-not-json" | "request-invalid" | "cursor-invalid" | "idempotency-key-missing" | "idempotency-key-invalid" | "idempotency-key-reused" | "idempotency-key-in-use" | "amount-mismatch" | "not-in-review" | "review-not-closable" | "overloaded" | "internal" | "merchant-not-active" | "merchant-not-found" | "key-revoked" | "key-of-another" | "merchant-exists" | "merchant-state" | "work-open" | "wallet-not-empty" | "plan-not-found" | "code-malformed" | "already-redeemed" | "redemption-in-progress" | "redemption-needs-review" | "redemption-differs" | "attempts-exhausted" | "batch-differs" | "batch-rejected" | "account-not-leased" | "lease-in-use" | "already-used" | "code-invalid" | "too-many-attempts" | "offer-not-found" | "offer-inactive" | "quota-exceeded" | "out-of-stock" | "stock-in-use" | "stock-unlimited" | "order-exists" | "order-not-cancellable" | "order-in-progress" | "order-paid" | "order-not-found" | "order-not-payable" | "channel-not-configured" | "payment-captured" | "payment-needs-review" | "payment-not-captured" | "refund-exceeds-payment" | "insufficient-balance" | "step-not-resolvable" | "webhook-unverified" | "webhook-malformed" | "destination-not-found" | "destination-cooling" | "currency-not-supported" | "amount-below-fee" | "limit-exceeded" | "withdrawal-exists" | "withdrawal-cancelled" | "withdrawal-in-flight" | "withdrawal-needs-review" | "withdrawal-confirmed" | "already-approved" | "not-awaiting-approval" | "too-many-endpoints" | "endpoint-disabled" | "event-expired" | "url-not-allowed" | "template-not-found" | "params-invalid" | "already-sent" | "notification-in-progress" | "notification-needs-review" | "notification-differs" | "exchange-silent" | "channel-silent" | "charge-closed";
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
                code?: "unauthenticated" | "scope-missing" | "not-found" | "method-not-allowed" | "body-too-large" | "media-type-unsupported" | "body-not-json" | "request-invalid" | "cursor-invalid" | "idempotency-key-missing" | "idempotency-key-invalid" | "idempotency-key-reused" | "idempotency-key-in-use" | "amount-mismatch" | "not-in-review" | "review-not-closable" | "overloaded" | "internal" | "merchant-not-active" | "merchant-not-found" | "key-revoked" | "key-of-another" | "merchant-exists" | "merchant-state" | "work-open" | "wallet-not-empty" | "plan-not-found" | "code-malformed" | "already-redeemed" | "redemption-in-progress" | "redemption-needs-review" | "redemption-differs" | "attempts-exhausted" | "batch-differs" | "batch-rejected" | "account-not-leased" | "lease-in-use" | "already-used" | "code-invalid" | "too-many-attempts" | "offer-not-found" | "offer-inactive" | "quota-exceeded" | "out-of-stock" | "stock-in-use" | "stock-unlimited" | "order-exists" | "order-not-cancellable" | "order-in-progress" | "order-paid" | "order-not-found" | "order-not-payable" | "channel-not-configured" | "payment-captured" | "payment-needs-review" | "payment-not-captured" | "refund-exceeds-payment" | "insufficient-balance" | "step-not-resolvable" | "webhook-unverified" | "webhook-malformed" | "destination-not-found" | "destination-cooling" | "currency-not-supported" | "amount-below-fee" | "limit-exceeded" | "withdrawal-exists" | "withdrawal-cancelled" | "withdrawal-in-flight" | "withdrawal-needs-review" | "withdrawal-confirmed" | "already-approved" | "not-awaiting-approval" | "too-many-endpoints" | "endpoint-disabled" | "event-expired" | "url-not-allowed" | "template-not-found" | "params-invalid" | "already-sent" | "notification-in-progress" | "notification-needs-review" | "notification-differs" | "exchange-silent" | "channel-silent" | "charge-closed";
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
        /** @description `amount` in minor units of `currency`, as ISO 4217 counts them: 1999 is 19.99 USD, 1999 JPY, 1.999 KWD. Judged by its digits: `1.0` and `1e3` are integers, `0.99999999999999999999` is not */
        Money: {
            amount: number;
            /**
             * @description ISO 4217; currencies in circulation, no fund codes or precious metals
             * @example USD
             */
            currency: string;
        };
        /** @description Like Money; `amount` may be 0 */
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
        ChannelAccount: {
            /** @enum {string} */
            channel: "stripe" | "alipay" | "epay";
            /** @description false: it was taken away */
            configured: boolean;
            /** @description The last four characters of Stripe's secret key, Alipay's app id or epay's pid; null where that has fewer than eight */
            last4: string | null;
            updatedAt: components["schemas"]["Time"];
        };
        ChannelAccountList: {
            items: components["schemas"]["ChannelAccount"][];
        };
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
        ApiKeyList: {
            items: components["schemas"]["ApiKey"][];
            nextCursor: string | null;
        };
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
        Merchant: {
            merchantId: string;
            name: string | null;
            country: string | null;
            /** @enum {string} */
            status: "PENDING" | "ACTIVE" | "SUSPENDED" | "CLOSED";
            /** @description One for each currency that has one */
            withdrawalPolicies: components["schemas"]["WithdrawalPolicy"][];
            createdAt: components["schemas"]["Time"];
            updatedAt: components["schemas"]["Time"];
        };
        MerchantList: {
            items: components["schemas"]["Merchant"][];
            nextCursor: string | null;
        };
        Plan: {
            planId: string;
            name: string;
            country: string;
            target: components["schemas"]["Money"];
            createdAt: components["schemas"]["Time"];
        };
        PlanList: {
            items: components["schemas"]["Plan"][];
            nextCursor: string | null;
        };
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
        AccountList: {
            items: components["schemas"]["Account"][];
            nextCursor: string | null;
        };
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
        RedemptionList: {
            items: components["schemas"]["Redemption"][];
            nextCursor: string | null;
        };
        RedemptionTimeline: {
            redemptionId: string;
            items: components["schemas"]["TimelineEntry"][];
        };
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
            nextCursor: string | null;
            batchId: string;
            planId: string | null;
            mode: ("partial" | "atomic") | null;
            createdAt: components["schemas"]["Time"] | null;
        };
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
        CampaignList: {
            items: components["schemas"]["Campaign"][];
            nextCursor: string | null;
        };
        Code: {
            codeId: string;
            /** @description The last four characters; of a short code fewer */
            last4: string;
            /** @enum {string} */
            status: "ACTIVE" | "EXHAUSTED" | "DISABLED" | "EXPIRED";
            uses: number;
            usesMax: number;
        };
        CodeList: {
            items: components["schemas"]["Code"][];
            nextCursor: string | null;
        };
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
        CodeRedemption: {
            codeRedemptionId: string;
            /** @enum {string} */
            status: "SUCCEEDED" | "REVERSED";
            orderId: string;
            subscriptionId: string;
            offerId: string;
            campaignId: string;
            userId: string;
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
        CodeRedemptionList: {
            items: components["schemas"]["CodeRedemption"][];
            nextCursor: string | null;
        };
        CodeRedemptionPreview: {
            /** @enum {string} */
            verdict: "ok" | "already-used" | "code-invalid" | "offer-inactive" | "quota-exceeded" | "out-of-stock";
            offerId?: string;
            startsAt?: components["schemas"]["Time"];
            endsAt?: components["schemas"]["Time"];
        };
        /** @description Months and years are the calendar's, in UTC */
        Period: {
            /** @enum {string} */
            unit: "day" | "month" | "year";
            count: number;
        };
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
        OfferList: {
            items: components["schemas"]["Offer"][];
            nextCursor: string | null;
        };
        PlacedOrder: {
            orderId: string;
            orderNo: string | null;
            /** @enum {string} */
            status: "PENDING" | "PAID" | "FINISHED" | "CANCELLED" | "EXPIRED" | "REFUNDED";
            amount: components["schemas"]["Money"] | null;
            /** @description Until then a payment of an offer's order may be accepted */
            reservedUntil: components["schemas"]["Time"] | null;
        };
        OrderPreview: {
            /** @enum {string} */
            verdict: "ok" | "offer-inactive" | "quota-exceeded" | "out-of-stock";
            amount?: components["schemas"]["Money"];
            startsAt?: components["schemas"]["Time"];
            endsAt?: components["schemas"]["Time"];
        };
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
        OrderList: {
            items: components["schemas"]["Order"][];
            nextCursor: string | null;
        };
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
        Subscription: {
            subscriptionId: string;
            offerId: string;
            userId: string;
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
        SubscriptionList: {
            items: components["schemas"]["Subscription"][];
            nextCursor: string | null;
        };
        AcceptedPayment: {
            paymentId: string;
            sagaId: string;
            orderId: string;
            /** @enum {string} */
            status: "PROCESSING" | "REQUIRES_ACTION" | "UNKNOWN" | "SUCCEEDED" | "DECLINED" | "CANCELLED" | "REFUNDED" | "PARTIALLY_REFUNDED" | "NEEDS_REVIEW";
        };
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
        PaymentList: {
            items: components["schemas"]["Payment"][];
            nextCursor: string | null;
        };
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
        RefundList: {
            items: components["schemas"]["Refund"][];
            nextCursor: string | null;
        };
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
                executeData: Record<string, never> | null;
                compensateData: Record<string, never> | null;
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
            nextCursor: string | null;
        };
        SagaAction: {
            sagaId: string;
            paymentId: string;
            /** @constant */
            status: "ACCEPTED";
            action: string;
        };
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
        PayoutDestinationList: {
            items: components["schemas"]["PayoutDestination"][];
            nextCursor: string | null;
        };
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
        WithdrawalList: {
            items: (components["schemas"]["Withdrawal"] | {
                withdrawalId: null;
                withdrawalNo: string;
                /** @constant */
                status: "CANCELLED";
            })[];
            nextCursor: string | null;
        };
        CancelledWithdrawal: {
            withdrawalId: string | null;
            withdrawalNo: string;
            /** @constant */
            status: "CANCELLED";
        };
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
        NotificationTemplateList: {
            items: components["schemas"]["NotificationTemplate"][];
            nextCursor: string | null;
        };
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
            receiver: string;
            attempt: number;
            /** @description Why it has failed, or waits for an operator */
            reason: string | null;
            providerReference: string | null;
            createdAt: components["schemas"]["Time"];
            acceptedAt: components["schemas"]["Time"];
            updatedAt: components["schemas"]["Time"];
            endedAt: components["schemas"]["Time"] | null;
        };
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
            receiver: string;
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
        NotificationList: {
            items: components["schemas"]["Notification"][];
            nextCursor: string | null;
        };
        NotificationTimeline: {
            notificationId: string;
            items: components["schemas"]["TimelineEntry"][];
        };
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
            nextCursor: string | null;
            batchId: string;
            mode: ("partial" | "atomic") | null;
            createdAt: components["schemas"]["Time"] | null;
        };
        Wallet: {
            currency: string;
            available: components["schemas"]["Sum"];
            /** @description Reserved for refunds and withdrawals that are under way */
            frozen: components["schemas"]["Sum"];
        };
        WalletList: {
            items: components["schemas"]["Wallet"][];
        };
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
        WalletEntryList: {
            items: components["schemas"]["WalletEntry"][];
            nextCursor: string | null;
        };
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
            data: Record<string, never>;
        };
        EventList: {
            items: components["schemas"]["Event"][];
            nextCursor: string | null;
        };
        WebhookEndpoint: {
            webhookEndpointId: string;
            url: string;
            eventTypes: string[];
            description: string | null;
            /** @enum {string} */
            status: "ENABLED" | "DISABLED" | "ENDED";
            disabledReason: ("failing" | "gone" | "merchant" | "operator") | null;
            /** @description The first of the failed tries since the last success */
            failingSince: components["schemas"]["Time"] | null;
            /** @description To the minute */
            lastSuccessAt: components["schemas"]["Time"] | null;
            createdAt: components["schemas"]["Time"];
            updatedAt: components["schemas"]["Time"];
        };
        WebhookEndpointList: {
            items: components["schemas"]["WebhookEndpoint"][];
            nextCursor: string | null;
        };
        WebhookEndpointShown: {
            webhookEndpointId: string;
            url: string;
            eventTypes: string[];
            description: string | null;
            /** @enum {string} */
            status: "ENABLED" | "DISABLED" | "ENDED";
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
        WebhookSecretRotated: {
            /** @description Signs what is delivered, as Standard Webhooks has it. Shown in this answer and its replays alone */
            secret: string;
            /** @description Until then each delivery bears a signature of the one before, too */
            previousValidUntil: components["schemas"]["Time"];
        };
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
        WebhookDeliveryAccepted: {
            deliveryId: string;
        };
        WebhookDeliveryList: {
            items: components["schemas"]["WebhookDelivery"][];
            nextCursor: string | null;
        };
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
        JobAccepted: {
            jobId: string;
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
    submitBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
    listMerchantChannels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
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
                id: string;
                channel: "stripe" | "alipay" | "epay";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
                id: string;
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
                kind?: "redemption" | "payment" | "refund" | "withdrawal" | "webhook endpoint" | "notification" | "charge";
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
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
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
    findIdempotencyKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
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
