import { EmptyNote } from "../ui/notes.tsx";
import { Page } from "../ui/page.tsx";

export function NotFound() {
  return (
    <Page title="Not found">
      <EmptyNote title="There is no such page">Choose one on the left, or search for an id with the key /.</EmptyNote>
    </Page>
  );
}
