import { Button } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../../app/workspace";
import { removePhoto, uploadPhoto } from "../../commands/photo";
import { Avatar } from "../../ui/Avatar";
import { sayWhy } from "../../ui/sayWhy";
import { toast } from "../../ui/toasts";
import { CropDialog } from "./CropDialog";
import css from "./PhotoField.module.css";
import { useSetBootstrap, withAgent } from "./useBootstrap";

const KINDS = ["image/jpeg", "image/png", "image/webp"];
const LARGEST = 15 * 1024 * 1024;

export function PhotoField() {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  const set = useSetBootstrap();
  const input = useRef<HTMLInputElement>(null);
  const [picture, setPicture] = useState<ImageBitmap | null>(null);
  const [error, setError] = useState("");

  async function choose(file: File | undefined): Promise<void> {
    setError("");
    if (!file) return;
    if (!KINDS.includes(file.type)) return setError(t("account.photoKind"));
    if (file.size > LARGEST) return setError(t("account.photoLarge", { limit: "15 MB" }));
    try {
      setPicture(await createImageBitmap(file));
    } catch {
      setError(t("account.photoBroken"));
    }
  }
  const remove = () =>
    void removePhoto().then(
      (changed) => set(withAgent({ ...me, photo: changed.photo })),
      (failure) => toast({ tone: "bad", text: sayWhy(failure) }),
    );
  const use = async (square: Blob) => {
    const changed = await uploadPhoto(square);
    set(withAgent({ ...me, photo: changed.photo }));
  };
  return (
    <div className={css.photo}>
      <Avatar name={me.name} id={me.id} size="l" />
      <div>
        <p className={css.title}>{t("account.photo")}</p>
        <p className={css.hint}>{t("account.photoHint")}</p>
        <div className={css.buttons}>
          <Button size="xs" variant="default" onClick={() => input.current?.click()}>
            {t(me.photo ? "account.changePhoto" : "account.choosePhoto")}
          </Button>
          {me.photo && (
            <Button size="xs" variant="subtle" color="red" onClick={remove}>
              {t("account.removePhoto")}
            </Button>
          )}
        </div>
        {error && (
          <p className={css.error} role="alert">
            {error}
          </p>
        )}
      </div>
      <input
        ref={input}
        type="file"
        accept={KINDS.join(",")}
        hidden
        data-testid="photo-file"
        onChange={(event) => {
          void choose(event.currentTarget.files?.[0]);
          event.currentTarget.value = "";
        }}
      />
      {picture && <CropDialog picture={picture} use={use} close={() => setPicture(null)} />}
    </div>
  );
}
