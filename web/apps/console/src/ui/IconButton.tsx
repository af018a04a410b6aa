import { ActionIcon, Tooltip } from "@mantine/core";
import { forwardRef, useState, type ComponentPropsWithoutRef, type ReactNode } from "react";
import css from "./IconButton.module.css";

interface Props extends Omit<ComponentPropsWithoutRef<"button">, "color"> {
  label: string;
  keys?: string;
  children: ReactNode;
  active?: boolean;
}

/** A quiet square button whose name, and key, show on hover. */
export const IconButton = forwardRef<HTMLButtonElement, Props>(function IconButton(
  { label, keys, children, active, ...rest },
  ref,
) {
  const shown = keys ? (
    <>
      {label} <kbd className={css.key}>{keys}</kbd>
    </>
  ) : (
    label
  );
  const [pressed, setPressed] = useState(false); // who has pressed it knows what it is
  const isOpen = String(rest["aria-expanded"]) === "true"; // its menu is what there is to read now
  return (
    <Tooltip label={shown} disabled={isOpen || pressed} openDelay={400} withArrow={false} events={{ hover: true, focus: false, touch: false }}>
      <ActionIcon
        ref={ref}
        variant="subtle"
        color="gray"
        size={32}
        aria-label={label}
        aria-pressed={active}
        className={css.button}
        data-active={active || undefined}
        onPointerDownCapture={() => setPressed(true)}
        onPointerLeave={() => setPressed(false)}
        {...rest}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
});
