import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { useEffect } from "react";

const AGAIN = 10_000; // milliseconds after a page that could not be had

type Pages = Pick<UseInfiniteQueryResult, "hasNextPage" | "isFetchingNextPage" | "isFetchNextPageError" | "fetchNextPage">;

/** Asks for page after page while they are wanted. One that fails is asked for again in a while: at
 * once would be for ever, as fast as the network goes. looked: changes with each page, if nothing else does. */
export function useNextPage(pages: Pages, wanted: boolean, looked = 0): void {
  const { hasNextPage, isFetchingNextPage: busy, isFetchNextPageError: failed, fetchNextPage } = pages;
  useEffect(() => {
    if (!wanted || !hasNextPage || busy) return;
    const timer = setTimeout(() => void fetchNextPage(), failed ? AGAIN : 0);
    return () => clearTimeout(timer);
  }, [wanted, hasNextPage, busy, failed, looked, fetchNextPage]);
}
