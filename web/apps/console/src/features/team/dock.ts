// What the panel shows; kept while one goes from page to page.
import { create } from "zustand";

export type DockView = { name: "rooms" | "new" | "news" } | { name: "room"; room: string };

interface Dock {
  open: boolean;
  view: DockView;
}

export const useDock = create<Dock>(() => ({ open: false, view: { name: "rooms" } }));

export const toggleDock = (): void => useDock.setState(({ open }) => ({ open: !open }));
export const minimise = (): void => useDock.setState({ open: false });
export const show = (view: DockView): void => useDock.setState({ open: true, view });
export const showRoom = (room: string): void => show({ name: "room", room });
