export const kitMessages = {
  vi: {},
  en: {},
} as const;
