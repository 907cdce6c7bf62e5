/** What the person holding the phone chose for it: language and theme. Kept in localStorage: no personal data. */
import { createContext, useCallback, useContext, useLayoutEffect, useState } from 'react';
import type { Language } from '../ui/use-messages.ts';
import { note, recall } from './may-be-forgotten.ts';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export interface Preferences {
  readonly language: Language;
  readonly theme: Theme;
  readonly setLanguage: (language: Language) => void;
  readonly setTheme: (theme: Theme) => void;
}

export const PreferencesContext = createContext<Preferences | null>(null);

/** @returns the preferences and their setters. */
export function usePreferences(): Preferences {
  const preferences = useContext(PreferencesContext);
  if (preferences === null) throw new Error('usePreferences outside of PreferencesContext');
  return preferences;
}

/** Owns the preferences; used once, by the app. */
export function useOwnPreferences(): Preferences {
  const [language, setLanguageState] = useState<Language>(() => (recall('cdht.language') === 'en' ? 'en' : 'vi'));
  const [theme, setThemeState] = useState<Theme>(
    () => THEMES.find((known) => known === recall('cdht.theme')) ?? 'auto',
  );
  useLayoutEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  useLayoutEffect(() => {
    if (theme === 'auto') document.documentElement.removeAttribute('data-theme');
    else document.documentElement.dataset.theme = theme;
  }, [theme]);
  const setLanguage = useCallback((next: Language) => {
    note('cdht.language', next);
    setLanguageState(next);
  }, []);
  const setTheme = useCallback((next: Theme) => {
    note('cdht.theme', next);
    setThemeState(next);
  }, []);
  return { language, theme, setLanguage, setTheme };
}
