import { describe, expect, test } from "@jest/globals";
import type { Stripe } from "stripe";
import { AMOUNT, stripeWorld } from "./stripe-world.ts";
import { send } from "./vendor-double.ts";

const world = stripeWorld();
const PAGE = "https://payments.stripe.com/page/1";
/** Whatever else these actions say: an image or an app's own address is no page. */
const QR = { data: "0002010102", image_url_png: "https://qr.stripe.com/1.png", expires_at: 1 };

type Action = Exclude<keyof Stripe.PaymentIntent.NextAction, "type">;

/** Each kind of action that the SDK knows: what it says, and whether there is a page in it. A new one does not compile. */
const ACTIONS: Record<Action, { says: object; shows: boolean }> = {
  redirect_to_url: { says: { url: PAGE, return_url: "https://shop.example" }, shows: true },
  alipay_handle_redirect: { says: { url: PAGE, native_url: "alipay://x", native_data: "x" }, shows: true },
  boleto_display_details: { says: { hosted_voucher_url: PAGE, pdf: "https://x.example/1.pdf" }, shows: true },
  konbini_display_details: { says: { hosted_voucher_url: PAGE, stores: {} }, shows: true },
  multibanco_display_details: { says: { hosted_voucher_url: PAGE, entity: "1" }, shows: true },
  oxxo_display_details: { says: { hosted_voucher_url: PAGE, number: "1" }, shows: true },
  display_bank_transfer_instructions: {
    says: { hosted_instructions_url: PAGE, type: "eu_bank_transfer" },
    shows: true,
  },
  cashapp_handle_redirect_or_display_qr_code: { says: { hosted_instructions_url: PAGE, qr_code: QR }, shows: true },
  swish_handle_redirect_or_display_qr_code: { says: { hosted_instructions_url: PAGE, qr_code: QR }, shows: true },
  upi_handle_redirect_or_display_qr_code: { says: { hosted_instructions_url: PAGE, qr_code: QR }, shows: true },
  paynow_display_qr_code: { says: { hosted_instructions_url: PAGE, ...QR }, shows: true },
  pix_display_qr_code: { says: { hosted_instructions_url: PAGE, ...QR }, shows: true },
  promptpay_display_qr_code: { says: { hosted_instructions_url: PAGE, ...QR }, shows: true },
  wechat_pay_display_qr_code: { says: { hosted_instructions_url: PAGE, ...QR }, shows: true },
  verify_with_microdeposits: { says: { hosted_verification_url: PAGE, arrival_date: 1 }, shows: true },
  klarna_display_qr_code: { says: QR, shows: false },
  use_stripe_sdk: { says: { type: "three_d_secure_redirect", url: PAGE }, shows: false },
  blik_authorize: { says: {}, shows: false },
  card_await_notification: { says: { charge_attempt_at: 1, customer_approval_required: true }, shows: false },
  wechat_pay_redirect_to_android_app: { says: { app_id: "1", prepay_id: "1" }, shows: false },
  wechat_pay_redirect_to_ios_app: { says: { native_url: "weixin://app" }, shows: false },
};

const intentWith = (action: unknown) => ({
  ...{ object: "payment_intent", id: "pi_1", status: "requires_action", amount: AMOUNT.amount, amount_received: 0 },
  ...{ currency: "usd", metadata: { paymentId: world.paymentId }, next_action: action },
});

const shown = { outcome: "requires-action", paymentUrl: PAGE, providerReference: "pi_1" };
const closed = { outcome: "unpayable", providerReference: "pi_1" };

describe("what Stripe wants of the customer", () => {
  test.each(Object.entries(ACTIONS))("%s is shown when it has a page, else it cannot be paid", async (type, action) => {
    world.double.interceptWith((response, call) =>
      send(200, intentWith({ type, [type]: action.says }))(response, call),
    );
    const told = action.shows ? shown : closed;
    expect(await world.charge("pm_1")).toEqual(told);
    expect(await world.query("pi_1")).toEqual(told);
  });

  test.each([
    [
      "of a kind that is new, with a page of Stripe's",
      { type: "x_show", x_show: { hosted_instructions_url: PAGE } },
      shown,
    ],
    ["of a kind that is new, with an address of any kind", { type: "x_show", x_show: { url: PAGE } }, closed],
    ["without details", { type: "redirect_to_url" }, closed],
    ["with details that are none", { type: "redirect_to_url", redirect_to_url: PAGE }, closed],
    ["with another's page", { type: "pix_display_qr_code", redirect_to_url: { url: PAGE } }, closed],
    ["with a script for a page", { type: "redirect_to_url", redirect_to_url: { url: "javascript:1" } }, closed],
    ["without an address", { type: "redirect_to_url", redirect_to_url: { url: null } }, closed],
    ["that is not told", null, closed],
  ])("an action %s", async (_, action, told) => {
    world.double.interceptWith((response, call) => send(200, intentWith(action))(response, call));
    expect(await world.charge("pm_1")).toEqual(told);
  });

  test("and cannot be shown can be cancelled", async () => {
    await world.charge("pm_card_threeDSecure2Required");
    const [intent] = [...world.double.intents.values()];
    if (intent) intent.next_action = { type: "use_stripe_sdk", use_stripe_sdk: {} };
    expect(await world.query()).toEqual({ outcome: "unpayable", providerReference: intent?.id });
    expect(await world.cancel()).toEqual({ outcome: "cancelled", amount: 0 });
    expect(await world.query()).toMatchObject({ outcome: "declined" });
    expect(world.double.captured()).toBe(0);
  });
});
