/** Why a record is not accepted, as a sentence with what to do. */

import { useRuntimeMessages } from '../../ui/use-messages.ts';
import { deskMessages } from './messages.ts';

export function useCodeWords(): (code: string) => string {
  const sentence = useRuntimeMessages(deskMessages);
  return (code) => {
    const known = sentence(`desk.code.${code}`);
    return known.startsWith('desk.code.') ? sentence('desk.code.other', { code }) : known;
  };
}
