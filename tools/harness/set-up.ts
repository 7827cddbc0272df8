import { decimalOf } from "../../core/foundation/domain/money.ts";
import type { Stage } from "./stage.ts";

/** Enough for everything that is in doubt at one time, and far more than the cards can fill. */
const ACCOUNTS = 48;
/** 100.00: seven to ten cards complete an account, so that some are completed on the way. */
const TARGET = { amount: 10_000, currency: "USD" };

export async function setUp(stage: Stage): Promise<void> {
  const { merchant, screen } = stage;
  screen.scene("A plan and accounts", "What the cards are for: accounts that are filled up to a plan's target.");
  const plan = await merchant.expect(201, "POST /v1/plans", {
    key: stage.newKey("plan"),
    body: { name: "Demo plan", country: "US", target: TARGET },
  });
  stage.planId = String(plan.json.planId);
  const created = Array.from({ length: ACCOUNTS }, (_none, index) =>
    merchant.expect(201, "POST /v1/accounts", {
      key: stage.newKey("account"),
      body: { country: "US", currency: "USD", label: `account ${index + 1}` },
    }),
  );
  await Promise.all(created);
  screen.note(`${ACCOUNTS} accounts, to be filled to ${decimalOf(TARGET)} USD each`);
}
