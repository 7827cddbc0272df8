import { absent } from "../../foundation/store/expression.ts";
import { placed } from "../../foundation/store/keys.ts";
import type { Tables, Write } from "../../foundation/store/table.ts";
import { put } from "../../foundation/store/write.ts";
import type { Template } from "../domain/template.ts";
import { templateKey } from "./keys.ts";

/** For good: nothing changes it. */
export function createTemplate(template: Template): Write {
  const { tenantId, templateId } = template;
  const item = { ...templateKey(tenantId, templateId), ...template, ...placed("TPL", tenantId, templateId) };
  return put("template.create", item, { isNew: absent("pk") });
}

export async function readTemplates(
  tables: Tables,
  tenantId: string,
  templateIds: readonly string[],
): Promise<(Template | undefined)[]> {
  const keys = templateIds.map((templateId) => templateKey(tenantId, templateId));
  return (await tables.getMany("main", keys)) as unknown as (Template | undefined)[];
}
