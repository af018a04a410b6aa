import { IconSearch, IconX } from "@tabler/icons-react";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useSearch } from "wouter";
import { usePreference } from "../../ui/preference";
import { useShortcuts } from "../../ui/shortcuts";
import { Empty } from "../../ui/Empty";
import { IconButton } from "../../ui/IconButton";
import { ContactResults, MessageResults } from "./Results";
import { recentSearches, rememberSearch } from "./recent";
import css from "./SearchPage.module.css";
import { hasWords, useContactSearch, useMessageSearch, useSettled } from "./useSearch";

type Tab = "messages" | "people";
const TABS: Tab[] = ["messages", "people"];

/** Everything that was said, and everybody who said it. The address holds what is searched for. */
export default function SearchPage() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const asked = new URLSearchParams(useSearch());
  const tab: Tab = asked.get("in") === "people" ? "people" : "messages";
  const words = asked.get("q") ?? "";
  const told = useRef(words);
  const [text, setText] = useState(words);
  const query = useSettled(text.trim());
  const show = (words: string, where: Tab) => {
    told.current = words;
    const next = new URLSearchParams({ ...(words && { q: words }), ...(where === "people" && { in: where }) });
    go(`/search${next.size ? `?${next}` : ""}`, { replace: true });
  };
  useEffect(() => show(query, tab), [query]);
  useEffect(() => {
    if (words === told.current) return;
    told.current = words; // the palette led here, or the way back
    setText(words);
  }, [words]);
  const field = useRef<HTMLInputElement>(null);
  useShortcuts({ "/": () => field.current?.select() });
  return (
    <main className={css.page} aria-label={t("contacts.search.title")} data-testid="search">
      <h1 className="hidden-visually">{t("contacts.search.title")}</h1>
      <div className={css.top}>
        <Field text={text} change={setText} field={field} />
        <Tabs tab={tab} query={query} choose={(where) => show(query, where)} />
      </div>
      {hasWords(query) ? (
        <div className={`${css.results} scroll`} id="search-results" role="tabpanel" aria-labelledby={`search-${tab}`}>
          {tab === "messages" ? <MessageResults query={query} /> : <ContactResults query={query} />}
        </div>
      ) : (
        <Start text={query} choose={setText} />
      )}
    </main>
  );
}

interface FieldProps {
  text: string;
  field: React.RefObject<HTMLInputElement | null>;
  change(text: string): void;
}

function Field({ text, field, change }: FieldProps) {
  const { t } = useTranslation();
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Enter") rememberSearch(text);
    if (event.key === "ArrowDown") {
      event.preventDefault();
      document.querySelector<HTMLElement>("#search-results a")?.focus();
    }
    if (event.key === "Escape" && text) {
      event.preventDefault();
      change("");
    }
  };
  return (
    <label className={css.field}>
      <IconSearch size={18} aria-hidden="true" />
      <input
        ref={field}
        autoFocus
        type="search"
        value={text}
        maxLength={200}
        dir="auto"
        placeholder={t("contacts.search.placeholder")}
        aria-label={t("contacts.search.title")}
        data-testid="search-field"
        onChange={(event) => change(event.target.value)}
        onKeyDown={keys}
      />
      {text && (
        <IconButton label={t("contacts.search.clear")} onClick={() => change("")}>
          <IconX size={16} />
        </IconButton>
      )}
    </label>
  );
}

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 };

function Tabs({ tab, query, choose }: { tab: Tab; query: string; choose(tab: Tab): void }) {
  const { t } = useTranslation();
  const counts = useCounts(query);
  const keys = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    const next = TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length]!;
    choose(next);
    document.getElementById(`search-${next}`)?.focus();
  };
  return (
    <div role="tablist" aria-label={t("contacts.search.results")} className={css.tabs} onKeyDown={keys}>
      {TABS.map((name) => (
        <button
          key={name}
          id={`search-${name}`}
          type="button"
          role="tab"
          aria-selected={name === tab}
          tabIndex={name === tab ? 0 : -1}
          className={css.tab}
          onClick={() => choose(name)}
        >
          {t(`contacts.search.${name}`)}
          {counts[name] && <span className={css.count}>{counts[name]}</span>}
        </button>
      ))}
    </div>
  );
}

/** How many are shown so far; "+" if there may be more. */
function useCounts(query: string): Record<Tab, string> {
  const messages = useMessageSearch(query);
  const people = useContactSearch(query);
  if (!hasWords(query)) return { messages: "", people: "" };
  const told = (count: number | undefined, more: boolean) => (count === undefined ? "" : `${count}${more && count ? "+" : ""}`);
  return {
    messages: told(messages.data?.pages.reduce((sum, page) => sum + page.hits.length, 0), messages.hasNextPage),
    people: told(people.data?.pages.reduce((sum, page) => sum + page.contacts.length, 0), people.hasNextPage),
  };
}

function Start({ text, choose }: { text: string; choose(text: string): void }) {
  const { t } = useTranslation();
  const [recent, setRecent] = usePreference(recentSearches);
  return (
    <div className={`${css.results} scroll`}>
      {recent.length > 0 && !text && (
        <div className={css.recent}>
          <div className={css.recentHead}>
            <h2>{t("contacts.search.recent")}</h2>
            <button type="button" onClick={() => setRecent([])}>
              {t("contacts.search.forget")}
            </button>
          </div>
          <ul>
            {recent.map((words) => (
              <li key={words}>
                <button type="button" dir="auto" onClick={() => choose(words)}>
                  {words}
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Empty
        icon={<IconSearch size={22} />}
        title={text ? t("contacts.search.noWord") : t("contacts.search.start")}
        text={t("contacts.search.startText")}
      />
    </div>
  );
}
