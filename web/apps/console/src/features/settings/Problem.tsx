import css from "./Settings.module.css";

/** What is wrong, where no single field is. */
export function Problem({ text }: { text: string | undefined }) {
  if (!text) return null;
  return (
    <p className={css.error} role="alert">
      {text}
    </p>
  );
}
