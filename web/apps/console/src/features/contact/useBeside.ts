// Notes or files of a contact: pages of the server's, joined with what the open conversation knows.
import { useInfiniteQuery } from "@tanstack/react-query";
import { emptyThread, type ConversationView } from "@tertulia/protocol";
import { useMemo } from "react";
import * as api from "../../api/desk";
import { useLive } from "../../live/store";
import { joined, type BesideKind } from "../../rules/beside";

export function useBeside(kind: BesideKind, row: ConversationView) {
  const pages = useInfiniteQuery({
    queryKey: ["beside", kind, row.contact_id],
    queryFn: ({ pageParam }) => api.beside(kind, row.contact_id, pageParam),
    initialPageParam: "",
    getNextPageParam: (page) => page.cursor || undefined,
    staleTime: 30_000,
  });
  const { messages } = useLive((state) => state.threads[row.id] ?? emptyThread);
  const items = useMemo(
    () => joined(pages.data?.pages.flatMap((page) => page.items) ?? [], messages, kind),
    [pages.data, messages, kind],
  );
  return { ...pages, items };
}
