import { Button } from "@mantine/core";
import { sayWhy } from "../../ui/sayWhy";
import { Problem } from "./Problem";

interface Props {
  label: string;
  found: {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    isFetchNextPageError: boolean;
    error: unknown;
    fetchNextPage(): Promise<unknown>;
  };
  className?: string;
}

/** The next page of a list. One that does not come says so, and the list stays. */
export function More({ label, found, className }: Props) {
  return (
    <>
      {found.isFetchNextPageError && <Problem text={sayWhy(found.error)} />}
      {found.hasNextPage && (
        <Button
          className={className}
          variant="default"
          size="sm"
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {label}
        </Button>
      )}
    </>
  );
}
