/** What a record of a kind is called, in the language of the interface. */

import { useContext } from 'react';
import { definitionOf } from '../programme/index.ts';
import { LanguageContext, useMessages } from '../ui/use-messages.ts';
import { appMessages } from './messages.ts';

/** `const label = useKindLabel(); label('visit')`; a kind of a later version is "a record". */
export function useKindLabel(): (kind: string) => string {
  const t = useMessages(appMessages);
  const language = useContext(LanguageContext);
  return (kind) => definitionOf(kind)?.label[language] ?? t('app.kind.other');
}
