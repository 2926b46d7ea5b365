/** Limits that both sides show and enforce. Sizes in bytes, texts in characters. */
export const LIMITS = {
  name: 120,
  email: 254,
  passwordMin: 10,
  passwordMax: 128,
  messageText: 4096,
  caption: 1024,
  noteText: 8000,
  searchQuery: 100,
  fileName: 240,
  uploadBytes: 100 * 1024 * 1024,
  imageBytes: 5 * 1024 * 1024,
  listPage: 50,
  threadPage: 30,
  /** Views show "999+" beyond this; the server stops counting there. */
  countCap: 999,
} as const
