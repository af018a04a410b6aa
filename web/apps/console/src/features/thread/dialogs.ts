// Dialogs over the open conversation, asked for by a key, a menu or the palette.
import { create } from "zustand";

export type ThreadDialog = "" | "transfer" | "assign" | "snooze";

const useAsked = create<{ dialog: ThreadDialog }>(() => ({ dialog: "" }));

export const askFor = (dialog: ThreadDialog): void => useAsked.setState({ dialog });
export const useAskedDialog = (): ThreadDialog => useAsked((state) => state.dialog);
