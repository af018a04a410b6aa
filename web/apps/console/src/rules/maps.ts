import { webAddress } from "./links";

/** Where to look at a place: the sender's own link if it is safe, else OpenStreetMap. */
export function mapLink(place: { latitude: number; longitude: number; url?: string }): string {
  const own = webAddress(place.url ?? "");
  if (own) return own;
  const { latitude, longitude } = place;
  return `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
}
