import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { Bootstrap, ChannelView } from "@tertulia/protocol";
import * as api from "../../api/endpoints";

export const useChannels = () => useQuery({ queryKey: ["channels"], queryFn: api.channels, staleTime: 0 });

/** What the channels are now, for this page and for the rest of the console. */
export function useSetChannels() {
  const queries = useQueryClient();
  return (change: (channels: ChannelView[]) => ChannelView[]) => {
    queries.setQueryData<ChannelView[]>(["channels"], (held) => change(held ?? []));
    queries.setQueryData<Bootstrap>(["me"], (held) => held && { ...held, channels: change(held.channels) });
  };
}

export const withChannel =
  (changed: ChannelView) =>
  (channels: ChannelView[]): ChannelView[] =>
    channels.some(({ id }) => id === changed.id)
      ? channels.map((channel) => (channel.id === changed.id ? changed : channel))
      : [...channels, changed];
