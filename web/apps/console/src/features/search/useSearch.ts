import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { searchContacts, searchMessages } from "../../api/search";

const PAUSE = 250; // ms of typing no more

/** The text as it is once the typing pauses. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** The server refuses a search without a letter or a digit. */
export const hasWords = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

export function useMessageSearch(query: string) {
  return useInfiniteQuery({
    queryKey: ["search", "messages", query],
    queryFn: ({ pageParam }) => searchMessages(query, pageParam),
    initialPageParam: "",
    getNextPageParam: ({ cursor }) => cursor || undefined,
    enabled: hasWords(query),
    staleTime: 10_000,
    placeholderData: keepPreviousData,
  });
}

export function useContactSearch(query: string) {
  return useInfiniteQuery({
    queryKey: ["search", "contacts", query],
    queryFn: ({ pageParam }) => searchContacts(query, pageParam),
    initialPageParam: "",
    getNextPageParam: ({ cursor }) => cursor || undefined,
    enabled: hasWords(query),
    staleTime: 10_000,
    placeholderData: keepPreviousData,
  });
}
