/** While an input method composes, its keys choose a word: they send nothing and choose nothing of ours.
 * Safari ends the composition before it tells of the key, under this old number. */
export const composing = ({ isComposing, keyCode }: Pick<KeyboardEvent, "isComposing" | "keyCode">): boolean =>
  isComposing || keyCode === 229;
