import type { Chat } from "../../chat";
import { Away, h, safeHref } from "../../lazy/kit";
import type { Row } from "../../state/select";

/** Buttons that were offered: of use until something was said after them. */
export function Options({ chat, row, latest }: { chat: Chat; row: Row; latest: boolean }) {
  const { options } = row.content;
  if (!options?.length || row.mine) return null;
  return (
    <div class="options">
      {options.map(({ id, title, description, url }) =>
        url ? (
          Away({ class: "option", href: safeHref(url) }, title)
        ) : (
          <button
            class="option"
            disabled={!latest}
            title={description || null}
            onClick={() =>
              chat.write(title, { kind: "choice", text: title, choice: { id, title } }, row.message!.seq)
            }
          >
            {title}
          </button>
        ),
      )}
    </div>
  );
}
