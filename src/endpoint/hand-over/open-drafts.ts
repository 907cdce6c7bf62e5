/** Opens the drafts of a device with the commune's key. It is done for nobody but an officer who goes on with that work. */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Decrypter } from 'age-encryption';
import { DRAFT_LIMITS, draftBundle, LIMITS, type SentDraft, sentDraft } from '../../protocol/index.ts';
import { deeperThan } from '../http/body.ts';
import { rescueKeyOf } from '../rescue/keys.ts';
import type { MetaStore } from '../store/api.ts';

const inflate = promisify(gunzip);

/**
 * @param encrypted bytes as they came
 * @returns the drafts of this commune; null where not all of them can be read: then the bytes stay for a later version
 * @throws what the store throws
 */
export async function openDrafts(store: MetaStore, scope: string, encrypted: Uint8Array): Promise<SentDraft[] | null> {
  const { identity } = await rescueKeyOf(store, scope);
  try {
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    const bytes = await decrypter.decrypt(encrypted);
    const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const opened = zipped ? await inflate(bytes, { maxOutputLength: DRAFT_LIMITS.openedBytesMax }) : bytes;
    if (deeperThan(opened, LIMITS.jsonDepthMax)) return null;
    const { drafts } = draftBundle.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(opened)));
    const read = drafts.map((each) => sentDraft.parse(each));
    return read.filter((draft) => draft.scope === scope);
  } catch (error) {
    // What is wrong with it would be wrong the next time, too; the text of an error may quote what it could not read.
    console.warn('hand-over: drafts that cannot be opened', scope, error instanceof Error ? error.name : '');
    return null;
  }
}
