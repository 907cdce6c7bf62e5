/** Making a rescue file, step by step: place, file, written, read again, compared; only then "đã xuất". */

import { useState } from 'react';
import { loadRescue } from '../../../sync/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { useServices, useSession } from '../../services.ts';
import { choosePlace, sharing } from './hand-out.ts';
import { rescueMessages } from './messages.ts';

export type Exporting =
  | { readonly kind: 'idle' }
  | { readonly kind: 'making' }
  | { readonly kind: 'no-key' }
  | { readonly kind: 'failed'; readonly why: 'readBack' | 'write' }
  | {
      readonly kind: 'done';
      readonly name: string;
      readonly records: number;
      readonly photos: number;
      readonly photosLeft: number;
      readonly downloaded: boolean;
      readonly share: (() => void) | null;
    };

export function useExport(): { state: Exporting; start: () => void } {
  const t = useMessages(rescueMessages);
  const { vault, clock } = useServices();
  const session = useSession();
  const [state, setState] = useState<Exporting>({ kind: 'idle' });

  async function run(): Promise<Exporting> {
    const { makeRescueFile, rescueFileName } = await loadRescue();
    const name = rescueFileName(session, clock.now());
    const place = await choosePlace(name, t('rescue.title'));
    if (place === null) return { kind: 'idle' };
    setState({ kind: 'making' });
    const result = await makeRescueFile({ vault, clock });
    if (result.kind === 'nothing') return { kind: 'idle' };
    if (result.kind === 'no-key') return result;
    const { bytes, records, photos, photosLeft, confirm } = result.made;
    const readAgain = await place.put(bytes);
    if (!(await confirm(readAgain))) return { kind: 'failed', why: 'readBack' };
    const downloaded = place.kind === 'downloads';
    return { kind: 'done', name, records, photos, photosLeft, downloaded, share: sharing(bytes, name) };
  }

  return {
    state,
    start: () =>
      void run().then(setState, (error: unknown) => {
        console.error('rescue', error);
        setState({ kind: 'failed', why: 'write' });
      }),
  };
}
