import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { DialogHostProvider } from "../actions/dialog-host.tsx";
import { useApp } from "../app-context.ts";
import { NAVIGATION, pageAt } from "../pages/all.tsx";
import { Link, useRouter } from "../router/router.tsx";
import { Help } from "./help.tsx";
import { SearchBox } from "./search-box.tsx";
import { type Theme, themeAfter } from "./theme.ts";
import { useKeyboard } from "./use-keyboard.ts";

/** What stands around every page. */
export function Shell() {
  const { session } = useApp();
  const { place } = useRouter();
  const field = useRef<HTMLInputElement>(null);
  const [isHelping, setHelping] = useState(false);
  const [theme, setTheme] = useState<Theme>("system");
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  const search = useCallback(() => field.current?.focus(), []);
  const help = useCallback(() => setHelping(true), []);
  useKeyboard({ search, help });
  const { page, parameters } = pageAt(place.path);
  return (
    <div class="shell">
      <a class="skip" href="#page">
        Skip to the page
      </a>
      <header class="top">
        <Link to="/" class="brand">
          Tender
        </Link>
        <SearchBox field={field} />
        <button type="button" class="plain" onClick={help} aria-label="Keys" title="Keys (?)">
          ?
        </button>
        <button type="button" class="plain" onClick={() => setTheme(themeAfter)} aria-label={`Theme: ${theme}`}>
          {theme}
        </button>
        <button type="button" class="plain" onClick={() => session.lock()}>
          Lock
        </button>
      </header>
      <nav class="side" aria-label="Pages of the console">
        {NAVIGATION.map(({ path, title }) => (
          <Link key={path} to={path} isCurrent={isWithin(place.path, path)}>
            {title}
          </Link>
        ))}
      </nav>
      <main id="page" tabIndex={-1}>
        {/* Another place is another page: nothing of the one before stays. */}
        <DialogHostProvider key={place.path}>
          <page.view {...parameters} />
        </DialogHostProvider>
      </main>
      {isHelping && <Help onClose={() => setHelping(false)} />}
    </div>
  );
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || (folder !== "/" && path.startsWith(`${folder}/`));
}
