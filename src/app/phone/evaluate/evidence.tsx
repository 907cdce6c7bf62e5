/** Evidence of one indicator: notes and photos. A typed note that was not added yet is added when the card is left. */

import { useEffect, useRef, useState } from 'react';
import type { CompiledIndicator } from '../../../criteria/index.ts';
import type { EvidenceItem } from '../../../programme/index.ts';
import { ImagePlusIcon, PlusIcon, TrashIcon } from '../../../ui/icons.ts';
import { Button, Field, PictureInput, Spinner, TextArea } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { isQuota } from '../../../vault/index.ts';
import { useServices } from '../../services.ts';
import { NotKept } from '../storage/not-kept.tsx';
import { EVIDENCE_COUNT_MAX, NOTE_LENGTH_MAX } from './draft-state.ts';
import { evaluateMessages } from './messages.ts';
import { encodePhoto, PhotoError } from './photo.ts';
import { PhotoView } from './photo-view.tsx';
import { useText } from './use-language-text.ts';
import styles from './visit.module.css';

export interface EvidenceProps {
  readonly indicator: CompiledIndicator;
  readonly items: readonly EvidenceItem[];
  /** Whether the points given ask for evidence that is not there. */
  readonly wanted: boolean;
  readonly onAdd: (item: EvidenceItem) => void;
  readonly onRemove: (at: number) => void;
  readonly beforePhoto: () => Promise<void>;
}

export function Evidence({ indicator, items, wanted, onAdd, onRemove, beforePhoto }: EvidenceProps) {
  const t = useMessages(evaluateMessages);
  const text = useText();
  const examples = indicator.spec.evidence ?? [];
  return (
    <section className={styles.evidence} aria-label={t('visit.evidence.title')}>
      <h3>{t('visit.evidence.title')}</h3>
      <p className={wanted ? styles.wanted : styles.soft}>
        {t(wanted ? 'visit.evidence.wanted' : 'visit.evidence.optional')}
      </p>
      {examples.length > 0 && (
        <details className={styles.examples}>
          <summary>{t('visit.evidence.examples')}</summary>
          <ul>
            {examples.map((example) => (
              <li key={example.vi}>{text(example)}</li>
            ))}
          </ul>
        </details>
      )}
      {items.length > 0 && <Items items={items} onRemove={onRemove} />}
      <Addition full={items.length >= EVIDENCE_COUNT_MAX} onAdd={onAdd} beforePhoto={beforePhoto} />
    </section>
  );
}

function Items({ items, onRemove }: Pick<EvidenceProps, 'items' | 'onRemove'>) {
  const t = useMessages(evaluateMessages);
  const photos = items.filter(({ kind }) => kind === 'photo');
  return (
    <ul className={styles.items}>
      {items.map((item, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a note has no identity but its place
        <li key={at} className={styles.item}>
          {item.kind === 'photo' && item.sha256 !== undefined ? (
            <PhotoView sha256={item.sha256} number={photos.indexOf(item) + 1} />
          ) : (
            <span className={styles.note}>{item.text}</span>
          )}
          <Button
            kind="quiet"
            icon={<TrashIcon aria-hidden />}
            aria-label={
              item.kind === 'photo'
                ? t('visit.evidence.removePhoto', { number: photos.indexOf(item) + 1 })
                : t('visit.evidence.removeNote', { text: item.text ?? '' })
            }
            onClick={() => onRemove(at)}
          />
        </li>
      ))}
    </ul>
  );
}

type PhotoProblem = PhotoError['reason'] | 'full' | 'store';

/** Encodes a picture and keeps it in the vault. */
function useAddPhoto(onAdd: EvidenceProps['onAdd']) {
  const { vault } = useServices();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<PhotoProblem | null>(null);
  const addPhoto = async (file: File) => {
    setBusy(true);
    setProblem(null);
    try {
      const stored = await vault.putPhoto(await encodePhoto(file));
      onAdd({ kind: 'photo', ...stored });
    } catch (error) {
      console.error(error);
      setProblem(error instanceof PhotoError ? error.reason : isQuota(error) ? 'full' : 'store');
    }
    setBusy(false);
  };
  return { addPhoto, busy, problem };
}

/** @param full whether no more evidence fits the record */
function Addition({ full, onAdd, beforePhoto }: Pick<EvidenceProps, 'onAdd' | 'beforePhoto'> & { full: boolean }) {
  const t = useMessages(evaluateMessages);
  const [note, setNote] = useState('');
  const { addPhoto, busy, problem } = useAddPhoto(onAdd);
  const addNote = () => {
    const typed = note.trim();
    if (typed === '' || full) return;
    onAdd({ kind: 'note', text: typed });
    setNote('');
  };
  const left = useRef(addNote);
  left.current = addNote;
  useEffect(() => () => left.current(), []);
  return (
    <>
      {full ? (
        <p>{t('visit.evidence.full', { count: EVIDENCE_COUNT_MAX })}</p>
      ) : (
        <>
          <Field label={t('visit.evidence.note')}>
            <TextArea
              rows={2}
              value={note}
              maxLength={NOTE_LENGTH_MAX}
              onChange={(event) => setNote(event.target.value)}
              data-testid="evidence-note"
            />
          </Field>
          <div className={styles.tools}>
            <Button
              icon={<PlusIcon aria-hidden />}
              disabled={note.trim() === ''}
              onClick={addNote}
              data-testid="add-note"
            >
              {t('visit.evidence.addNote')}
            </Button>
            <PictureInput
              icon={<ImagePlusIcon aria-hidden />}
              label={t('visit.evidence.photoInput')}
              onOpen={() => void beforePhoto()}
              onPicture={addPhoto}
              data-testid="photo-file"
            >
              {t('visit.evidence.photo')}
            </PictureInput>
          </div>
        </>
      )}
      {busy && <Spinner label={t('visit.evidence.photoBusy')} />}
      {problem !== null && (
        <NotKept full={problem === 'full'} data-testid="photo-problem">
          {t(`visit.photo.${problem}`)}
        </NotKept>
      )}
    </>
  );
}
