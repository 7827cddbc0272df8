import type { RefObject } from "preact";
import { addressOf } from "../router/route.ts";
import { useRouter } from "../router/router.tsx";
import { guess } from "../router/search.ts";

/** One box: an id leads to its page; any other text is looked for as what it may be. */
export function SearchBox({ field }: { field: RefObject<HTMLInputElement | null> }) {
  const { go, seek } = useRouter();
  const search = () => {
    const found = guess(field.current?.value ?? "");
    if (found === undefined) return;
    if (field.current) {
      field.current.value = "";
      field.current.blur();
    }
    if (found.kind === "place") go(addressOf(found.path));
    else seek(found.text);
  };
  return (
    <search aria-label="Everything">
      <form
        class="search"
        onSubmit={(event) => {
          event.preventDefault();
          search();
        }}
      >
        <input
          ref={field}
          type="search"
          aria-label="Search"
          placeholder="Id, order or withdrawal number, code"
          title="Press / to get here"
          autocomplete="off"
          spellcheck={false}
        />
      </form>
    </search>
  );
}
