import { useEffect, useRef, useState } from "preact/hooks";
import type { Query } from "../api/client.ts";
import { everyPage } from "../api/every-page.ts";
import { ApiError } from "../api/problem.ts";
import { useApp } from "../app-context.ts";
import { type CsvColumn, csvOf } from "../format/csv.ts";

/** More is no reading for a person; whoever wants it calls the API. */
const ROWS_MAX = 10_000;
/** Until a browser has surely taken it over. */
const KEPT_MS = 10_000;

export type CsvProgress =
  | { kind: "idle" }
  | { kind: "reading"; rows: number }
  | { kind: "done"; rows: number; isAll: boolean }
  | { kind: "failed"; error: ApiError };

export interface CsvWanted<Row> {
  /** Of the file, before its moment. */
  name: string;
  path: string;
  query: Query;
  columns: readonly CsvColumn<Row>[];
}

/** All of a list as a file, made here: it goes from the API to this browser and nowhere else. */
export function useCsv<Row>({ name, path, query, columns }: CsvWanted<Row>) {
  const { client, clock } = useApp();
  const [progress, setProgress] = useState<CsvProgress>({ kind: "idle" });
  const reading = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => reading.current?.abort(), []);
  const start = async () => {
    if (progress.kind === "reading") return;
    const stop = new AbortController();
    reading.current = stop;
    setProgress({ kind: "reading", rows: 0 });
    try {
      const { rows, isAll } = await everyPage<Row>(
        client,
        { path, query, rowsMax: ROWS_MAX },
        { signal: stop.signal, tell: (count) => setProgress({ kind: "reading", rows: count }) },
      );
      if (stop.signal.aborted) return;
      save(`${name}-${new Date(clock()).toISOString().slice(0, 19).replaceAll(":", "")}Z.csv`, csvOf(columns, rows));
      setProgress({ kind: "done", rows: rows.length, isAll });
    } catch (thrown) {
      if (stop.signal.aborted) return;
      setProgress({ kind: "failed", error: thrown instanceof ApiError ? thrown : new ApiError(String(thrown)) });
    }
  };
  return { progress, start };
}

function save(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}
