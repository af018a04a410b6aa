import { createTheme, localStorageColorSchemeManager, type MantineThemeOverride } from "@mantine/core";

export const schemeManager = localStorageColorSchemeManager({ key: "tertulia.scheme" });

const quick = { duration: 110, transition: "fade" } as const;

/** Colours and sizes come from styles/tokens.css; here are the habits of the parts. */
export const theme: MantineThemeOverride = createTheme({
  primaryColor: "indigo",
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Menu: { defaultProps: { transitionProps: quick, shadow: "md", radius: "md", position: "bottom-end", offset: 6 } },
    Popover: { defaultProps: { transitionProps: quick, shadow: "md", radius: "md" } },
    Modal: { defaultProps: { transitionProps: quick, radius: "lg", centered: true, lockScroll: false } }, // the page itself never scrolls
    Tooltip: { defaultProps: { transitionProps: quick, fz: 12 } },
    Button: { defaultProps: { fw: 600 } },
  },
});
