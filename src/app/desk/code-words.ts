/** Why a record is not accepted, as a sentence with what to do. */
import { useExplain } from '../messages/index.ts';

export function useCodeWords(): (code: string) => string {
  const say = useExplain();
  return (code) => {
    const known = say(`desk.code.${code}`);
    return known.startsWith('desk.code.') ? say('desk.code.other', { code }) : known;
  };
}
