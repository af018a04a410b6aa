// Enter while a file is still on its way up: the message goes out as soon as it is there.
import { useEffect, useRef, useState } from "react";

interface Wish {
  key: string;
  andResolve: boolean;
}

/**
 * key: where one writes, what, and how many files. Who changes any of it, or whose file fails, has to
 * ask again.
 * coming: whether a file is on its way.
 */
export function useWhenUp(key: string, coming: boolean, ready: boolean, send: (andResolve: boolean) => void) {
  const [wish, setWish] = useState<Wish | null>(null);
  const latest = useRef(send);
  latest.current = send;
  useEffect(() => {
    if (!wish || (wish.key === key && coming)) return;
    setWish(null);
    if (wish.key === key && ready) latest.current(wish.andResolve);
  }, [wish, key, coming, ready]);
  const ask = (andResolve: boolean) => {
    if (coming) setWish({ key, andResolve });
  };
  return { waits: wish !== null, ask };
}
