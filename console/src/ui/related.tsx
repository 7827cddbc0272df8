import type { ComponentChildren } from "preact";
import { type Read, useRead } from "../api/use-read.ts";
import { Section } from "./facts.tsx";
import { EmptyNote, ProblemNote, Skeleton } from "./notes.tsx";
import { Table, type TableProps } from "./table.tsx";

export interface RelatedProps<Row> extends Omit<TableProps<Row>, "rows" | "label"> {
  title: string;
  path: string;
  query?: Readonly<Record<string, string>>;
  empty: string;
  /** Where the rest is, when this is not all. */
  all?: ComponentChildren;
}

/** A part of a page that is a read of its own: the first rows of a list, and where the others are. */
export function Related<Row>({ title, path, query, empty, all, ...table }: RelatedProps<Row>) {
  const read: Read<{ items: Row[]; nextCursor?: string | null }> = useRead(path, query);
  const { data, error, isLoading, reload } = read;
  return (
    <Section title={title} aside={data?.nextCursor && all}>
      {error && <ProblemNote error={error} onRetry={reload} />}
      {!data && isLoading && <Skeleton />}
      {data && data.items.length === 0 && <EmptyNote title={empty} />}
      {data && data.items.length > 0 && <Table label={title} rows={data.items} {...table} />}
    </Section>
  );
}
