/** Texts of a criteria set in the language of the interface. */
import { useContext } from 'react';
import { LanguageContext } from '../../../ui/use-messages.ts';

/** `const text = useText(); text(indicator.title)` */
export function useText(): (text: { readonly vi: string; readonly en: string }) => string {
  const language = useContext(LanguageContext);
  return (text) => text[language];
}
