import type { ComponentChildren } from "preact";
import { useRead } from "../api/use-read.ts";
import { addressOf } from "../router/route.ts";
import { useRouter } from "../router/router.tsx";
import { type Filter, Filters } from "./filters.tsx";
import { EmptyNote, ProblemNote, Skeleton } from "./notes.tsx";
import { Page } from "./page.tsx";
import { type Column, Table } from "./table.tsx";

export interface ListPageProps<Row, Answer> {
  title: string;
  /** The read: its parameters are the filters, which stand in the address. None: a filter is needed first, as `empty` says. */
  path: string | undefined;
  /** Parameters that are not the operator's choice. */
  fixed?: Readonly<Record<string, string>>;
  filters: readonly Filter[];
  /** `reload`: when something in a row was done. */
  columns: readonly Column<Row>[] | ((reload: () => void) => readonly Column<Row>[]);
  keyOf(row: Row): string;
  linkOf?(row: Row): string | undefined;
  /** What it means that nothing is here, and what to do now. */
  empty: ComponentChildren;
  aside?: ComponentChildren;
  /** Of what the list is the content, when the same read tells it. */
  about?(answer: Answer): ComponentChildren;
  children?: ComponentChildren;
}

interface Items<Row> {
  items: Row[];
  nextCursor: string | null;
}

/** A list as the API pages it. The cursor stands in the address, so the browser's way back is the way back. */
export function ListPage<Row, Answer extends Items<Row> = Items<Row>>({
  title,
  path,
  fixed,
  filters,
  columns,
  empty,
  aside,
  about,
  children,
  ...rows
}: ListPageProps<Row, Answer>) {
  const { place, go } = useRouter();
  const names = [...filters.map(({ name }) => name), "cursor"];
  const asked = Object.fromEntries(names.map((name) => [name, place.query[name]]));
  const { data, error, isLoading, reload } = useRead<Answer>(path, { ...fixed, ...asked });
  const turnTo = (cursor: string | undefined) => go(addressOf(place.path, { ...place.query, cursor }));
  const isFirst = place.query.cursor === undefined;
  return (
    <Page
      title={title}
      aside={
        <>
          {aside}
          <button type="button" onClick={reload} disabled={isLoading}>
            Refresh
          </button>
        </>
      }
    >
      {children}
      {data && about?.(data)}
      <Filters filters={filters} />
      {error && <ProblemNote error={error} onRetry={reload} />}
      {!data && isLoading && <Skeleton lines={12} />}
      {path === undefined && <EmptyNote title="A filter is needed">{empty}</EmptyNote>}
      {data && data.items.length === 0 && data.nextCursor === null && (
        <EmptyNote title={isFirst ? "Nothing here" : "No more on this page"}>{empty}</EmptyNote>
      )}
      {data && data.items.length === 0 && data.nextCursor !== null && (
        <EmptyNote title="None of these so far">
          Not everything has been looked through: the next page goes on.
        </EmptyNote>
      )}
      {data && data.items.length > 0 && (
        <Table
          label={title}
          columns={typeof columns === "function" ? columns(reload) : columns}
          rows={data.items}
          {...rows}
        />
      )}
      {data && (!isFirst || data.nextCursor !== null) && (
        <nav class="pages" aria-label="Pages">
          {!isFirst && (
            <button type="button" onClick={() => turnTo(undefined)}>
              First page
            </button>
          )}
          {data.nextCursor !== null && (
            <button type="button" onClick={() => turnTo(data.nextCursor ?? undefined)}>
              Next page
            </button>
          )}
        </nav>
      )}
    </Page>
  );
}
