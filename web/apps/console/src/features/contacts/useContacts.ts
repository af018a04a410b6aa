import { useInfiniteQuery } from "@tanstack/react-query";
import type { ContactView } from "@tertulia/protocol";
import { useMemo } from "react";
import { contactPage, type ContactSort } from "../../api/contacts";
import { searchContacts } from "../../api/search";
import { putContact } from "../../live/state";
import { update, useLive } from "../../live/store";
import { preference, usePreference } from "../../ui/preference";
import { hasWords } from "../search/useSearch";

export const contactSort = preference<ContactSort>("contacts", "newest");

/** A page is one query. What the socket tells of a contact is shown at once: rows are drawn from the
 * store. */
export function useContacts(query: string) {
  const [sort] = usePreference(contactSort);
  const searching = hasWords(query);
  const fetched = useInfiniteQuery({
    queryKey: searching ? ["contacts", "search", query] : ["contacts", sort],
    queryFn: async ({ pageParam }) => {
      const page = searching ? await searchContacts(query, pageParam, 50) : await contactPage(sort, pageParam);
      update((state) => page.contacts.reduce(putContact, state));
      return { ids: page.contacts.map((contact) => contact.id), cursor: page.cursor };
    },
    initialPageParam: "",
    getNextPageParam: ({ cursor }) => cursor || undefined,
    staleTime: 5_000,
    refetchOnMount: "always",
  });
  const known = useLive((state) => state.contacts);
  const contacts = useMemo(() => {
    const ids = new Set(fetched.data?.pages.flatMap((page) => page.ids));
    const found = [...ids].map((id) => known[id]);
    return found.filter((contact): contact is ContactView => contact !== undefined && !contact.merged_into);
  }, [fetched.data, known]);
  return { ...fetched, contacts };
}
