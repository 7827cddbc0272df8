import { addressOf } from "../router/route.ts";
import { useRouter } from "../router/router.tsx";
import { holdsKey } from "../router/search.ts";

/** A parameter of a list: one of some words, or a text. */
export interface Filter {
  /** The parameter's name in the address, and in the API. */
  name: string;
  label: string;
  options?: readonly string[];
  placeholder?: string;
  /** What was typed, as the API takes it. */
  read?(typed: string): string;
}

/** Of operators' lists: one merchant's, else all merchants'. */
export const BY_MERCHANT: Filter = { name: "tenantId", label: "Merchant", placeholder: "all" };

/** What is chosen stands in the address alone: it can be sent to a colleague, and the way back undoes it. */
export function Filters({ filters }: { filters: readonly Filter[] }) {
  const { place, go } = useRouter();
  if (filters.length === 0) return null;
  const set = (name: string, value: string) => {
    const { cursor: _, ...query } = place.query;
    go(addressOf(place.path, { ...query, [name]: holdsKey(value) ? undefined : value.trim() }));
  };
  return (
    <form class="filters" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
      {filters.map(({ name, label, options, placeholder = "", read = (typed) => typed }) => (
        <p key={name}>
          <label for={`filter-${name}`}>{label}</label>
          {options ? (
            <select
              id={`filter-${name}`}
              value={place.query[name] ?? ""}
              onChange={(event) => set(name, event.currentTarget.value)}
            >
              <option value="">all</option>
              {options.map((option) => (
                <option key={option} value={option}>
                  {option.replaceAll("_", " ").toLowerCase()}
                </option>
              ))}
            </select>
          ) : (
            <input
              id={`filter-${name}`}
              type="text"
              value={place.query[name] ?? ""}
              placeholder={placeholder}
              spellcheck={false}
              autocomplete="off"
              onChange={(event) => set(name, read(event.currentTarget.value.trim()))}
            />
          )}
        </p>
      ))}
    </form>
  );
}
