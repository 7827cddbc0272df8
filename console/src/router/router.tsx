import { type ComponentChildren, createContext } from "preact";
import { useCallback, useContext, useEffect, useState } from "preact/hooks";
import { addressOf, type Place, placeOf } from "./route.ts";

export interface Router {
  place: Place;
  go(address: string, how?: "push" | "replace"): void;
  /** What was typed into the search box last, where it is no id. It may be a code, so it stands in no address. */
  sought: string;
  seek(text: string): void;
}

const Context = createContext<Router | undefined>(undefined);

/** The browser's history, as a place. The address holds the place and its filters, and nothing that is secret. */
export function RouterProvider({ children }: { children: ComponentChildren }) {
  const [place, setPlace] = useState(() => placeOf(location));
  useEffect(() => {
    const read = () => setPlace(placeOf(location));
    addEventListener("popstate", read);
    return () => removeEventListener("popstate", read);
  }, []);
  const go = useCallback((address: string, how: "push" | "replace" = "push") => {
    if (how === "push") history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    setPlace(placeOf(location));
    if (how === "push") scrollTo(0, 0);
  }, []);
  const [sought, setSought] = useState("");
  const seek = useCallback(
    (text: string) => {
      setSought(text);
      go(addressOf("/search"));
    },
    [go],
  );
  return <Context.Provider value={{ place, go, sought, seek }}>{children}</Context.Provider>;
}

export function useRouter(): Router {
  const router = useContext(Context);
  if (router === undefined) throw new Error("outside of the console");
  return router;
}

export interface LinkProps {
  /** A path below the base. */
  to: string;
  query?: Readonly<Record<string, string | undefined>>;
  class?: string;
  isCurrent?: boolean;
  children: ComponentChildren;
}

/** A link within the console: a real one, so that it can be opened beside, copied, and reached by keyboard. */
export function Link({ to, query, isCurrent, children, ...rest }: LinkProps) {
  const { go } = useRouter();
  const href = addressOf(to, query);
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(href);
  };
  return (
    <a href={href} onClick={follow} {...(isCurrent ? { "aria-current": "page" as const } : {})} {...rest}>
      {children}
    </a>
  );
}
