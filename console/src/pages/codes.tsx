import type { CodeView } from "../../../contract/answers/codes.ts";
import { pathTo } from "../router/route.ts";
import { Link } from "../router/router.tsx";
import { ListPage } from "../ui/list-page.tsx";
import type { Column } from "../ui/table.tsx";
import { Status } from "../ui/values.tsx";

export const CODES: readonly Column<CodeView>[] = [
  { title: "Code", cell: ({ codeId }) => <span class="id">{codeId}</span> },
  {
    title: "Status",
    cell: ({ status }) => <Status of={status} as={status === "EXHAUSTED" ? "EXHAUSTED_CODE" : status} />,
  },
  { title: "Ends in", cell: ({ last4 }) => <span class="id">…{last4}</span> },
  { title: "Used", cell: ({ uses, usesMax }) => <span class="num">{`${uses} of ${usesMax}`}</span>, isNumber: true },
];

/** One campaign's. The codes themselves are nobody's to read here. */
export function CodesPage({ id }: { id: string }) {
  return (
    <ListPage<CodeView>
      title="Codes of a campaign"
      path={`/v1${pathTo("campaigns", id, "codes")}`}
      filters={[]}
      columns={CODES}
      keyOf={({ codeId }) => codeId}
      empty="The campaign has no codes. A merchant's key makes them."
      aside={<Link to={pathTo("campaigns", id)}>The campaign</Link>}
    />
  );
}
