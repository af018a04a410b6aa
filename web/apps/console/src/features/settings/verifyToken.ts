// Meta's form wants the verify token that was just typed here; the server never gives it back.
const typed = new Map<string, string>();

export const rememberVerifyToken = (channelId: string, token: string): void => void typed.set(channelId, token);

/** '' after a reload: then the administrator has it, or types a new one. */
export const typedVerifyToken = (channelId: string): string => typed.get(channelId) ?? "";
