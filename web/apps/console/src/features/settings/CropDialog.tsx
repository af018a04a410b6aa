import { Button, Modal } from "@mantine/core";
import { useEffect, useState, type KeyboardEvent, type PointerEvent } from "react";
import { useTranslation } from "react-i18next";
import { dragged, MIDDLE, squareOf, type Crop } from "../../rules/crop";
import { sayWhy } from "../../ui/sayWhy";
import css from "./PhotoField.module.css";
import form from "./Settings.module.css";

const SIDE = 256;
const STEP = 0.05;
const KEYS: Record<string, [number, number]> = {
  ArrowLeft: [STEP, 0],
  ArrowRight: [-STEP, 0],
  ArrowUp: [0, STEP],
  ArrowDown: [0, -STEP],
};

interface Props {
  picture: ImageBitmap;
  use(square: Blob): Promise<void>;
  close(): void;
}

export function CropDialog({ picture, use, close }: Props) {
  const { t } = useTranslation();
  const [canvas, setCanvas] = useState<HTMLCanvasElement | null>(null); // a dialog draws its content a little later
  const [crop, setCrop] = useState<Crop>(MIDDLE);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  useEffect(() => draw(canvas, picture, crop), [canvas, picture, crop]);
  const move = (dx: number, dy: number) => setCrop((held) => dragged(held, dx, dy, picture.width, picture.height));
  const keys = (event: KeyboardEvent) => {
    const by = KEYS[event.key];
    if (!by) return;
    event.preventDefault();
    move(...by);
  };
  const drag = ({ buttons, movementX, movementY }: PointerEvent) => buttons && move(movementX / SIDE, movementY / SIDE);
  async function save(): Promise<void> {
    setBusy(true);
    try {
      await use(await jpeg(canvas!));
      close();
    } catch (failure) {
      setError(sayWhy(failure));
      setBusy(false);
    }
  }
  return (
    <Modal opened onClose={close} title={t("account.cropTitle")} size={380} closeButtonProps={{ "aria-label": t("close") }}>
      <p className={css.hint}>{t("account.cropText")}</p>
      <canvas
        ref={setCanvas}
        className={css.canvas}
        width={SIDE}
        height={SIDE}
        tabIndex={0}
        role="application"
        aria-label={t("account.cropArea")}
        onKeyDown={keys}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
      />
      <label className={css.zoom}>
        {t("account.zoom")}
        <input
          type="range"
          min={1}
          max={4}
          step={0.05}
          value={crop.zoom}
          onChange={(event) => setCrop({ ...crop, zoom: Number(event.currentTarget.value) })}
        />
      </label>
      {error && (
        <p className={form.error} role="alert">
          {error}
        </p>
      )}
      <div className={form.buttons}>
        <Button loading={busy} onClick={() => void save()}>
          {t("account.usePhoto")}
        </Button>
        <Button variant="default" onClick={close}>
          {t("account.cancel")}
        </Button>
      </div>
    </Modal>
  );
}

function draw(canvas: HTMLCanvasElement | null, picture: ImageBitmap, crop: Crop): void {
  const pen = canvas?.getContext("2d");
  if (!pen) return;
  const { left, top, side } = squareOf(crop, picture.width, picture.height);
  pen.fillStyle = "#fff"; // under what is transparent: a JPEG has no such thing
  pen.fillRect(0, 0, SIDE, SIDE);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(picture, left, top, side, side, 0, 0, SIDE, SIDE);
}

const jpeg = (canvas: HTMLCanvasElement): Promise<Blob> =>
  new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/jpeg", 0.88),
  );
