export const personMessages = {
  vi: {},
  en: {},
} as const;
