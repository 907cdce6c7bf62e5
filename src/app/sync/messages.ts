export const syncMessages = {
  vi: {},
  en: {},
} as const;
