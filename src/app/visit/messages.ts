export const visitMessages = {
  vi: {},
  en: {},
} as const;
