// A choice kept in this browser. With storage refused it lasts as long as the page.
import { useSyncExternalStore } from "react";

export interface Preference<T> {
  get(): T;
  set(value: T): void;
  subscribe(listener: () => void): () => void;
}

export function preference<T>(name: string, initial: T): Preference<T> {
  const key = `tertulia.${name}`;
  const listeners = new Set<() => void>();
  let value = load(key, initial);
  return {
    get: () => value,
    set(next) {
      value = next;
      save(key, next);
      listeners.forEach((listener) => listener());
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function usePreference<T>(wanted: Preference<T>): [T, (value: T) => void] {
  return [useSyncExternalStore(wanted.subscribe, wanted.get), wanted.set];
}

export function load<T>(key: string, initial: T): T {
  try {
    const text = localStorage.getItem(key);
    return text === null ? initial : (JSON.parse(text) as T);
  } catch {
    return initial;
  }
}

export function save(key: string, value: unknown): void {
  try {
    if (value === undefined || value === "") localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    /* storage refused or full: the page still works, and forgets */
  }
}
