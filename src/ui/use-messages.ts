/**
 * Sentences of the interface, Vietnamese first, English second. Each screen's folder keeps its own catalogue in a
 * `messages.ts`; a screen names the catalogues that it speaks from, so that they are loaded with it and a key that none of
 * them has is a type error. `{name}` in a sentence is a parameter.
 */
import { createContext, useContext } from 'react';

export const LANGUAGES = ['vi', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
export type Params = Readonly<Record<string, string | number>>;
/** A catalogue: the sentence of each key, in each language. */
export type Messages<Key extends string = string> = Readonly<Record<Language, Readonly<Record<Key, string>>>>;
/** The keys of a catalogue, or of several. */
export type MessageKey<Catalogue extends Messages> = Catalogue extends Messages<infer Key> ? Key : never;
/** Gives the sentence of a key in the language of the interface, its parameters filled in. */
export type Translate<Key extends string> = (key: Key, params?: Params) => string;

/**
 * Makes a catalogue. A key that one of the languages lacks is a type error.
 * @example export const todayMessages = messages({ vi: { 'today.title': 'Hôm nay' }, en: { 'today.title': 'Today' } });
 */
export function messages<Key extends string>(catalogue: {
  readonly vi: Readonly<Record<Key, string>>;
  readonly en: Readonly<Record<NoInfer<Key>, string>>;
}): Messages<Key> {
  return catalogue;
}

/** @returns the sentence from the first catalogue that has the key; the key itself where none has it */
export function translate(
  language: Language,
  catalogues: readonly Messages[],
  key: string,
  params: Params = {},
): string {
  const catalogue = catalogues.find((each) => Object.hasOwn(each[language], key));
  const sentence = catalogue?.[language][key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

export const LanguageContext = createContext<Language>('vi');

/** @example const t = useMessages(todayMessages); t('today.title') */
export function useMessages<Catalogues extends readonly [Messages, ...Messages[]]>(
  ...catalogues: Catalogues
): Translate<MessageKey<Catalogues[number]>> {
  return useRuntimeMessages(...catalogues);
}

/** Like `useMessages`, for keys that are known only while the app runs, such as the engine's explanations. */
export function useRuntimeMessages(...catalogues: readonly Messages[]): Translate<string> {
  const language = useContext(LanguageContext);
  return (key, params) => translate(language, catalogues, key, params);
}
