import type { CampaignView } from "../../../contract/answers/codes.ts";
import { pathTo } from "../router/route.ts";
import { Link } from "../router/router.tsx";
import { BY_MERCHANT } from "../ui/filters.tsx";
import { ListPage } from "../ui/list-page.tsx";
import { Related } from "../ui/related.tsx";
import type { Column } from "../ui/table.tsx";
import { ThingPage } from "../ui/thing-page.tsx";
import { Id, MerchantOf, Status, Text, Time } from "../ui/values.tsx";
import { USES } from "./code-redemptions.tsx";
import { CODES } from "./codes.tsx";

const COLUMNS: readonly Column<CampaignView>[] = [
  { title: "Campaign", cell: ({ campaignId }) => <span class="id">{campaignId}</span> },
  { title: "Name", cell: ({ name }) => <Text of={name} /> },
  { title: "Status", cell: ({ status }) => <Status of={status} /> },
  { title: "Codes", cell: ({ codesIssued }) => codesIssued, isNumber: true },
  { title: "Uses per code", cell: ({ usesPerCode }) => usesPerCode, isNumber: true },
  { title: "Starts (UTC)", cell: ({ startsAt }) => <Time at={startsAt} /> },
  { title: "Ends (UTC)", cell: ({ endsAt }) => <Time at={endsAt} /> },
  { title: "Created (UTC)", cell: ({ createdAt }) => <Time at={createdAt} /> },
];

export function CampaignsPage() {
  return (
    <ListPage<CampaignView>
      title="Campaigns"
      path="/v1/campaigns"
      filters={[BY_MERCHANT]}
      columns={COLUMNS}
      keyOf={({ campaignId }) => campaignId}
      linkOf={({ campaignId }) => pathTo("campaigns", campaignId)}
      empty="No merchant, or not this one, has made a campaign. Codes belong to campaigns."
    />
  );
}

export function CampaignPage({ id }: { id: string }) {
  const path = `/v1${pathTo("campaigns", id)}`;
  return (
    <ThingPage<CampaignView>
      title="Campaign"
      path={path}
      facts={(campaign) => [
        ["Campaign", <span class="id">{campaign.campaignId}</span>],
        ["Status", <Status of={campaign.status} />],
        ["Name", <Text of={campaign.name} />],
        ["Merchant", <MerchantOf id={campaign.campaignId} />],
        ["Offer", <Id of={campaign.offerId} />],
        ["Codes issued", campaign.codesIssued],
        ["Uses per code", campaign.usesPerCode],
        ["Prefix of its codes", <Text of={campaign.codePrefix} />],
        ["Starts (UTC)", <Time at={campaign.startsAt} />],
        ["Ends (UTC)", <Time at={campaign.endsAt} />],
        ["Created (UTC)", <Time at={campaign.createdAt} />],
        ["Updated (UTC)", <Time at={campaign.updatedAt} />],
      ]}
    >
      {() => (
        <>
          <Related
            title="Codes"
            path={`${path}/codes`}
            columns={CODES}
            keyOf={({ codeId }) => codeId}
            empty="No codes have been made yet"
            all={<Link to={pathTo("campaigns", id, "codes")}>All codes</Link>}
          />
          <Related
            title="Uses"
            path="/v1/code-redemptions"
            query={{ campaignId: id }}
            columns={USES}
            keyOf={({ codeRedemptionId }) => codeRedemptionId}
            linkOf={({ codeRedemptionId }) => pathTo("code-redemptions", codeRedemptionId)}
            empty="Nobody has used a code yet"
            all={
              <Link to="/code-redemptions" query={{ campaignId: id }}>
                All uses
              </Link>
            }
          />
        </>
      )}
    </ThingPage>
  );
}
