/**
 * The message catalogue: every sentence of the interface, Vietnamese first, English second. Each screen's folder keeps
 * its own `messages.ts` (`{ vi, en }` with the same keys); this file joins them. `{name}` in a sentence is a parameter.
 */
import { createContext, useContext } from 'react';
import { kitMessages } from '../../ui/messages.ts';
import type { importMessages } from '../admin/roster-import/messages.ts';
import type { deskMessages } from '../desk/messages.ts';
import type { recordMessages } from '../desk/record/messages.ts';
import type { visitMessages } from '../phone/evaluate/messages.ts';
import type { personMessages } from '../phone/people/messages.ts';
import type { rescueMessages } from '../phone/rescue/messages.ts';
import type { syncMessages } from '../phone/sync/messages.ts';
import type { laterTodayMessages } from '../phone/today/later-messages.ts';
import { todayMessages } from '../phone/today/messages.ts';
import type { readyMessages } from '../phone/today/ready/messages.ts';
import type { sessionMessages } from '../session/messages.ts';

export type Language = 'vi' | 'en';
type Later =
  | typeof personMessages
  | typeof visitMessages
  | typeof syncMessages
  | typeof importMessages
  | typeof deskMessages
  | typeof recordMessages
  | typeof rescueMessages
  | typeof sessionMessages
  | typeof readyMessages
  | typeof laterTodayMessages;
type KeyOf<C> = C extends { vi: infer V } ? keyof V & string : never;
export type MessageKey = KeyOf<typeof kitMessages | typeof todayMessages | Later>;
export type Params = Readonly<Record<string, string | number>>;
type Catalogue = Readonly<Record<Language, Readonly<Record<string, string>>>>;

const merged: Record<Language, Record<string, string>> = { vi: {}, en: {} };

/** Adds a catalogue; those of screens that are loaded later come with them (later.ts). */
export function addMessages(...catalogues: readonly Catalogue[]): void {
  for (const { vi, en } of catalogues) {
    Object.assign(merged.vi, vi);
    Object.assign(merged.en, en);
  }
}
addMessages(kitMessages, todayMessages);

/** @returns the sentence; the key itself where it is unknown (the tidy test finds these). */
export function say(language: Language, key: string, params: Params = {}): string {
  const sentence = merged[language][key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

export const LanguageContext = createContext<Language>('vi');

/** `const t = useMessages(); t('today.title')` */
export function useMessages(): (key: MessageKey, params?: Params) => string {
  const language = useContext(LanguageContext);
  return (key, params) => say(language, key, params);
}

/** For keys made at run time, such as the engine's explanations. */
export function useExplain(): (key: string, params?: Params) => string {
  const language = useContext(LanguageContext);
  return (key, params) => say(language, key, params);
}
