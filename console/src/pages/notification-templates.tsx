import type { TemplateView } from "../../../contract/answers/notifications.ts";
import { pathTo } from "../router/route.ts";
import { Section } from "../ui/facts.tsx";
import { BY_MERCHANT } from "../ui/filters.tsx";
import { ListPage } from "../ui/list-page.tsx";
import type { Column } from "../ui/table.tsx";
import { ThingPage } from "../ui/thing-page.tsx";
import { MerchantOf, Text, Time } from "../ui/values.tsx";

const COLUMNS: readonly Column<TemplateView>[] = [
  { title: "Template", cell: ({ templateId }) => <span class="id">{templateId}</span> },
  { title: "Name", cell: ({ name }) => <Text of={name} /> },
  { title: "By", cell: ({ channel }) => channel },
  { title: "Subject", cell: ({ subject }) => <Text of={subject} /> },
  { title: "Created (UTC)", cell: ({ createdAt }) => <Time at={createdAt} /> },
];

export function NotificationTemplatesPage() {
  return (
    <ListPage<TemplateView>
      title="Notification templates"
      path="/v1/notification-templates"
      filters={[BY_MERCHANT]}
      columns={COLUMNS}
      keyOf={({ templateId }) => templateId}
      linkOf={({ templateId }) => pathTo("notification-templates", templateId)}
      empty="No merchant, or not this one, has made a template."
    />
  );
}

export function NotificationTemplatePage({ id }: { id: string }) {
  return (
    <ThingPage<TemplateView>
      title="Notification template"
      path={`/v1${pathTo("notification-templates", id)}`}
      facts={(template) => [
        ["Template", <span class="id">{template.templateId}</span>],
        ["Name", <Text of={template.name} />],
        ["Merchant", <MerchantOf id={template.templateId} />],
        ["By", template.channel],
        ["Subject", <Text of={template.subject} />],
        ["Parameters", <Text of={template.params.join(", ")} />],
        ["Created (UTC)", <Time at={template.createdAt} />],
      ]}
    >
      {({ body }) => (
        <Section title="Body">
          <p class="message">
            <Text of={body} />
          </p>
        </Section>
      )}
    </ThingPage>
  );
}
