export const todayMessages = {
  vi: {},
  en: {},
} as const;
