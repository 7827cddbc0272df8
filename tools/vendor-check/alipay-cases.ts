import type { Case } from "./case.ts";

/** Of Alipay's pages. */
export const ERRORS = "https://opendocs.alipay.com/common/02km9f";
export const NOT_FOUND = { outcome: "not-found" };
export const declined = (reason: string) => ({ outcome: "declined", reason });
export const unknown = (reason: string) => ({ outcome: "unknown", reason });

interface Queried {
  query(by: "wrong answer key" | "wrong clock"): Promise<object>;
}

/** What an account may have wrong, for payments and payouts alike. `believed`: what would be believed of whoever answers. */
export const misconfigured = <Trial extends Queried>(believed: string): Case<Trial>[] => [
  {
    name: "An answer that Alipay's configured key has not signed is not believed",
    why: `Without it, whoever answers in Alipay's place says what ${believed}.`,
    page: { says: "Verify the answer with Alipay's public key", url: "https://opendocs.alipay.com/common/02mse7" },
    steps: [
      {
        does: "look up with another public key",
        call: (trial) => trial.query("wrong answer key"),
        must: unknown("response-invalid"),
      },
    ],
  },
  {
    name: "A clock that is an hour off is told as a doubt at most",
    why: "A wrong clock must never read as a refusal of what was asked.",
    page: { says: "isv.invalid-timestamp", url: ERRORS },
    steps: [
      {
        does: "look up a new number, an hour ahead",
        call: (trial) => trial.query("wrong clock"),
        must: [NOT_FOUND, unknown("request-refused")],
      },
    ],
  },
];
