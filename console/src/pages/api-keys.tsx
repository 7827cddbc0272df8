import type { ApiKeyView } from "../../../contract/answers/access.ts";
import { Actions } from "../actions/actions.tsx";
import { RotateKey } from "../actions/rotate-key.tsx";
import { keyActions, mayRotate } from "../domain/actions/access.ts";
import { pathTo } from "../router/route.ts";
import { Link } from "../router/router.tsx";
import type { Filter } from "../ui/filters.tsx";
import { ListPage } from "../ui/list-page.tsx";
import type { Column } from "../ui/table.tsx";
import { Age, Status, Text, Time } from "../ui/values.tsx";

const FILTERS: readonly Filter[] = [{ name: "merchantId", label: "Merchant", placeholder: "all" }];

export const API_KEYS: readonly Column<ApiKeyView>[] = [
  { title: "Key", cell: ({ keyId }) => <span class="id">{keyId}</span> },
  { title: "Status", cell: ({ status }) => <Status of={status} /> },
  { title: "Scopes", cell: ({ scopes }) => scopes.join(", ") },
  { title: "Label", cell: ({ label }) => <Text of={label} /> },
  { title: "Last used", cell: ({ lastUsedAt }) => <Age at={lastUsedAt} /> },
  { title: "Expires (UTC)", cell: ({ expiresAt }) => <Time at={expiresAt} /> },
  { title: "Old secret until (UTC)", cell: ({ previousValidUntil }) => <Time at={previousValidUntil} /> },
  { title: "Age", cell: ({ createdAt }) => <Age at={createdAt} /> },
];

const [KEY, ...OTHERS] = API_KEYS as [Column<ApiKeyView>, ...Column<ApiKeyView>[]];
/** `reload`: a key that was revoked or rotated is read again. */
const columns = (reload: () => void): readonly Column<ApiKeyView>[] => [
  KEY,
  {
    title: "Merchant",
    cell: ({ merchantId }) =>
      merchantId === null ? (
        <span class="quiet whole">the platform</span>
      ) : (
        <Link to={pathTo("merchants", merchantId)} class="id">
          {merchantId}
        </Link>
      ),
  },
  ...OTHERS,
  {
    title: "Change",
    cell: (key) => (
      <span class="actions whole">
        {mayRotate(key) && <RotateKey keyId={key.keyId} reload={reload} />}
        <Actions actions={keyActions(key)} status={key.status} reload={reload} />
      </span>
    ),
  },
];

export function ApiKeysPage() {
  return (
    <ListPage<ApiKeyView>
      title="API keys"
      path="/v1/api-keys"
      filters={FILTERS}
      columns={columns}
      keyOf={({ keyId }) => keyId}
      empty="This merchant has no key. POST /v1/api-keys makes one."
    />
  );
}
