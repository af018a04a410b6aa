// What a browser told of itself, as people say it.

export function placeName(country: string, city: string, language: string): string {
  return [city, country ? regionName(country, language) : ""].filter(Boolean).join(", ");
}

function regionName(country: string, language: string): string {
  try {
    return new Intl.DisplayNames(language, { type: "region" }).of(country) ?? country;
  } catch {
    return country; // not a code
  }
}

export function languageName(code: string, language: string): string {
  try {
    return new Intl.DisplayNames(language, { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** "https://www.shop.example/a/b?x=1" -> "shop.example/a/b" */
export function shortAddress(url: string): string {
  try {
    const { hostname, pathname } = new URL(url);
    return hostname.replace(/^www\./, "") + (pathname === "/" ? "" : pathname);
  } catch {
    return url;
  }
}
