import type { ComponentChildren } from "preact";
import { Link } from "../router/router.tsx";

export interface Column<Row> {
  title: string;
  cell(row: Row): ComponentChildren;
  /** To the right, as numbers are. */
  isNumber?: boolean;
}

export interface TableProps<Row> {
  /** What it is a table of, for those who cannot see where it stands. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf(row: Row): string;
  /** Where a row leads; `j`, `k` and Enter walk along these links. */
  linkOf?(row: Row): string | undefined;
  /** Few and short columns: lines on a narrow screen, too. */
  isCompact?: boolean;
}

/** Rows as lines; on a narrow screen each is a card whose cells bear their column's name. */
export function Table<Row>({ label, columns, rows, keyOf, linkOf, isCompact }: TableProps<Row>) {
  return (
    <table class={isCompact ? "rows compact" : "rows"} aria-label={label}>
      <thead>
        <tr>
          {columns.map(({ title, isNumber }) => (
            <th key={title} scope="col" class={isNumber ? "right" : undefined}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const path = linkOf?.(row);
          return (
            <tr key={keyOf(row)}>
              {columns.map((column, index) => (
                <td key={column.title} data-label={column.title} class={column.isNumber ? "right" : undefined}>
                  {index === 0 && path !== undefined ? (
                    <Link to={path} class="row-link">
                      {column.cell(row)}
                    </Link>
                  ) : (
                    column.cell(row)
                  )}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
