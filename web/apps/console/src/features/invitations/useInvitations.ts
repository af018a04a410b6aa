import { useQuery } from "@tanstack/react-query";
import type { InvitationList } from "@tertulia/protocol";
import * as api from "../../api/visits";
import { queries } from "../../live/listFetch";

const KEY = ["invitations"];

/** Anew each time that the page is opened: the numbers move. */
export const useInvitations = () => useQuery({ queryKey: KEY, queryFn: api.invitations, staleTime: 5_000 });

export const refetchInvitations = (): Promise<void> => queries.invalidateQueries({ queryKey: KEY });

export const setInvitations = (change: (held: InvitationList) => InvitationList): void =>
  void queries.setQueryData<InvitationList>(KEY, (held) => held && change(held));
