import type { Merchant } from "../../core/access/domain/merchant.ts";
import type { Review } from "../../core/foundation/domain/review.ts";
import type { Row } from "../rows.ts";

export interface MerchantFacts {
  head: Merchant & Row;
  /** What operators did to it. */
  audits: readonly ({ action: string; at: number } & Row)[];
}

export interface AccessFacts {
  merchants: readonly MerchantFacts[];
  /** Of whatever waits for a person, or once did. */
  reviews: readonly (Review & Row)[];
}

export function accessFactsOf(of: <T>(entity: string) => (T & Row)[]): AccessFacts {
  const audits = Map.groupBy(
    of<{ action: string; at: number }>("TENANT").filter(({ sk }) => sk.startsWith("AUDIT#")),
    ({ pk }) => pk,
  );
  return {
    reviews: of<Review>("REVIEW"),
    merchants: of<Merchant>("TENANT")
      .filter(({ sk }) => sk === "HEAD")
      .map((head) => ({ head, audits: audits.get(head.pk) ?? [] })),
  };
}
