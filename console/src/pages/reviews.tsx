import type { ReviewView } from "../../../contract/answers/platform.ts";
import { REVIEW_KINDS } from "../../../core/foundation/domain/review.ts";
import { Actions } from "../actions/actions.tsx";
import { reviewActions } from "../domain/actions/other.ts";
import { adviceOn, placeOfReview } from "../domain/review-advice.ts";
import { visible } from "../format/visible.ts";
import { BY_MERCHANT, type Filter } from "../ui/filters.tsx";
import { ListPage } from "../ui/list-page.tsx";
import type { Column } from "../ui/table.tsx";
import { Age, Amount, Text } from "../ui/values.tsx";

const FILTERS: readonly Filter[] = [{ name: "kind", label: "Kind", options: Object.values(REVIEW_KINDS) }, BY_MERCHANT];
const OLDEST_FIRST = { order: "asc" };

/** `reload`: one that is closed leaves the queue. */
function columns(reload: () => void): readonly Column<ReviewView>[] {
  return [
    { title: "Waits", cell: ({ since }) => <Age at={since} /> },
    { title: "Kind", cell: ({ kind }) => <Text of={kind} /> },
    { title: "At stake", cell: ({ amount }) => <Amount of={amount} />, isNumber: true },
    { title: "Why", cell: ({ detail }) => <Text of={detail} /> },
    { title: "What to do", cell: ({ kind }) => adviceOn(kind) },
    { title: "Merchant", cell: ({ tenantId }) => <Text of={tenantId} /> },
    { title: "Through", cell: ({ channel }) => <Text of={channel} /> },
    { title: "Tries", cell: ({ tries }) => <Text of={tries} />, isNumber: true },
    {
      title: "About",
      cell: ({ orderNo, trade, reviewId }) => <span class="id">{visible(orderNo ?? trade ?? reviewId)}</span>,
    },
    {
      title: "Decide",
      cell: (review) => <Actions actions={reviewActions(review)} status="NEEDS_REVIEW" reload={reload} />,
    },
  ];
}

export function ReviewsPage() {
  return (
    <ListPage<ReviewView>
      title="Reviews"
      path="/v1/reviews"
      fixed={OLDEST_FIRST}
      filters={FILTERS}
      columns={columns}
      keyOf={({ reviewId }) => reviewId}
      linkOf={placeOfReview}
      empty="Nobody is waited for. What rules cannot end by themselves comes here."
    />
  );
}
