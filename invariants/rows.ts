/** A row as a scan reads it. */
export type Row = Record<string, unknown> & { pk: string; sk: string };
