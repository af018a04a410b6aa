import { IconUpload } from "@tabler/icons-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import css from "./DropArea.module.css";

interface Props {
  take(files: File[], folders: number): void;
  label: string;
  children: ReactNode;
}

/** Files may be dropped anywhere on the page: they go to the open conversation. */
export function DropArea({ take, label, children }: Props) {
  const [over, setOver] = useState(false);
  const taking = useRef(take);
  taking.current = take;
  useEffect(() => {
    let depth = 0; // enter and leave come for every element passed
    const carries = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const moved = (by: number) => (event: DragEvent) => {
      if (!carries(event)) return;
      event.preventDefault();
      depth = Math.max(0, depth + by);
      setOver(depth > 0);
    };
    const dropped = (event: DragEvent) => {
      if (!carries(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      const { files, folders } = carried(event.dataTransfer);
      taking.current(files, folders);
    };
    const listeners = { dragenter: moved(1), dragover: moved(0), dragleave: moved(-1), drop: dropped };
    const each = Object.entries(listeners) as ["drop", (event: DragEvent) => void][];
    each.forEach(([name, listener]) => addEventListener(name, listener));
    return () => each.forEach(([name, listener]) => removeEventListener(name, listener));
  }, []);
  return (
    <>
      {children}
      {over && (
        <div className={css.cover} aria-hidden="true">
          <span className={css.card}>
            <IconUpload size={22} /> {label}
          </span>
        </div>
      )}
    </>
  );
}

/** The files among what was dropped, and how many folders. */
function carried(transfer: DataTransfer | null): { files: File[]; folders: number } {
  const items = [...(transfer?.items ?? [])].filter(({ kind }) => kind === "file");
  const folder = items.map((item) => item.webkitGetAsEntry?.()?.isDirectory ?? false);
  const files = [...(transfer?.files ?? [])].filter((_, i) => !folder[i]);
  return { files, folders: folder.filter(Boolean).length };
}
