import type { TemplateView } from "../../../contract/answers/notifications.ts";
import { TerminalError } from "../../foundation/domain/errors.ts";
import { makeId, tenantOf, uniqueOf } from "../../foundation/domain/ids.ts";
import type { Answer, Caller, Deps, IdempotentRequest, VaultDeps } from "../../foundation/services/deps.ts";
import { commitAnew, newRecord } from "../../foundation/services/idempotency.ts";
import { partsOf, tenantOfList } from "../../foundation/services/list-parts.ts";
import { type Page, type PageOf, pageOf } from "../../foundation/services/pages.ts";
import { templateView } from "../domain/notification-view.ts";
import type { NotificationChannel, Template } from "../domain/template.ts";
import { createTemplate as create, readTemplates } from "../store/template-store.ts";

export async function createTemplate(
  deps: VaultDeps,
  request: IdempotentRequest,
  tenantId: string,
  input: { name: string; channel: NotificationChannel; subject?: string | undefined; body: string },
): Promise<Answer> {
  const nowMs = deps.clock();
  const templateId = makeId("tpl", tenantId, deps.random.ulid(nowMs));
  const { subject, ...rest } = input;
  const template: Template = {
    tenantId,
    templateId,
    ...rest,
    ...(subject === undefined ? {} : { subject }),
    createdAt: nowMs,
    stateSk: uniqueOf(templateId),
  };
  const answer = { httpStatus: 201, body: templateView(template) };
  const effect = { answer, resourceId: templateId, writes: [create(template)] };
  const result = await commitAnew(deps, newRecord(deps, request, nowMs), effect);
  return result.kind === "replayed" ? result.answer : answer;
}

export async function getTemplate(deps: Deps, caller: Caller, templateId: string): Promise<TemplateView> {
  const [template] = await readTemplates(deps.tables, tenantOf(caller, "tpl", templateId), [templateId]);
  if (!template) throw new TerminalError("not-found", "there is no notification template with this id");
  return templateView(template);
}

export async function listTemplates(deps: Deps, caller: Caller, page: Page): Promise<PageOf<TemplateView>> {
  return pageOf<Template, TemplateView>(deps, page, {
    parts: partsOf(tenantOfList(caller, page), "TPL"),
    keep: () => true,
    view: templateView,
  });
}

/** Templates never change, so each process reads one once. Only found ones are kept. */
const TEMPLATES_MAX = 200;
const known = new WeakMap<object, Map<string, Template>>();

/** Those that exist, by id, in one read of all that are not known yet. */
export async function findTemplates(
  deps: Deps,
  tenantId: string,
  templateIds: readonly string[],
): Promise<Map<string, Template>> {
  const kept = known.get(deps.tables) ?? new Map<string, Template>();
  known.set(deps.tables, kept);
  const place = (templateId: string) => `${tenantId}#${templateId}`;
  const found = new Map<string, Template>();
  const missing = new Set<string>();
  for (const templateId of templateIds) {
    const template = kept.get(place(templateId));
    if (template) found.set(templateId, template);
    else missing.add(templateId);
  }
  if (missing.size === 0) return found;
  if (kept.size + missing.size > TEMPLATES_MAX) kept.clear();
  for (const template of await readTemplates(deps.tables, tenantId, [...missing])) {
    if (!template) continue;
    found.set(template.templateId, template);
    kept.set(place(template.templateId), template);
  }
  return found;
}
