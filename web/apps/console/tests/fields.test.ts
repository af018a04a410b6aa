import { expect, test } from "vitest";
import { FIELDS, initialValues, KINDS, missing, scriptLine, toParts } from "../src/features/settings/fields";

test("a new channel must have what its kind needs", () => {
  expect(missing("telegram", initialValues("telegram"), [])).toEqual(["secrets.token"]);
  expect(missing("telegram", { "secrets.token": "1:a" }, [])).toEqual([]);
  expect(missing("website", initialValues("website"), [])).toEqual([]);
});

test("a stored secret need not be typed again, and an empty field does not clear it", () => {
  expect(missing("telegram", { "secrets.token": "" }, ["token"])).toEqual([]);
  expect(toParts("telegram", { "secrets.token": " " })).toEqual({ settings: {}, secrets: {} });
});

test("values are parted as the API wants them", () => {
  const values = { ...initialValues("whatsapp"), "settings.waba_id": " 12345 ", "secrets.app_secret": "abc" };
  expect(toParts("whatsapp", values)).toEqual({
    settings: { phone_number_id: "", waba_id: "12345" },
    secrets: { app_secret: "abc" },
  });
});

test.each(KINDS)("%s has a field for each thing that it names, once", (kind) => {
  const names = FIELDS[kind].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test("the line for a site names its loader and channel", () => {
  expect(scriptLine("https://chat.example", "ch1")).toBe(
    '<script async src="https://chat.example/w/loader.js" data-channel="ch1"></script>',
  );
});
