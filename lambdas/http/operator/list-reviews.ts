import * as z from "zod";
import { page } from "../../../contract/fields.ts";
import { listReviews as list } from "../../../core/foundation/services/reviews.ts";
import { defineRoute, ok } from "../define-route.ts";

export const listReviews = defineRoute({
  key: "GET /v1/reviews",
  query: z.strictObject(page),
  answers: {
    200: "A page of what waits for a person, newest first: `kind` is `redemption`, `payment`, `refund` or `charge`, `why` one word or phrase. A `charge` is money that fits nowhere; the others are resolved by their own calls.",
  },
  handle: async ({ deps, query }) => ok(await list(deps, query)),
});
