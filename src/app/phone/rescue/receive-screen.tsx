/** Nhận bằng mã QR: reads a colleague's row of QR codes with the camera, over pauses, and keeps the bundle. */

import { useEffect, useRef, useState } from 'react';
import { createFrameReceiver, type Receiving } from '../../../sync/index.ts';
import { Button, ButtonLink, Card, Notice, Page, ProgressBar } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { useServices } from '../../services.ts';
import { codeReader, openCamera, useScreenOn } from './camera.ts';
import { rescueMessages } from './messages.ts';
import styles from './rescue.module.css';

const MISSING_SHOWN_MAX = 12;
type Trouble = 'noCamera' | 'full' | null;

export default function ReceiveScreen() {
  const t = useMessages(rescueMessages);
  const [round, setRound] = useState(0);
  return (
    <Page title={t('rescue.receive.title')} back="/rescue">
      <Reader key={round} onAgain={() => setRound(round + 1)} />
    </Page>
  );
}

/** Opens the camera, and reads codes until the bundle is whole or the screen is left. */
function useReceiving() {
  const { vault, clock, syncClient } = useServices();
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<Receiving>({ kind: 'waiting' });
  const [trouble, setTrouble] = useState<Trouble>(null);
  useScreenOn();
  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    let alive = true;
    let stop = () => {};
    const run = async () => {
      const receiver = createFrameReceiver(vault, clock);
      let now = await receiver.resume();
      if (!alive) return;
      setState(now);
      try {
        stop = await openCamera(element);
      } catch (error) {
        console.warn('camera', error);
        if (alive) setTrouble('noCamera');
        return;
      }
      const read = await codeReader();
      while (alive && now.kind !== 'received') {
        for (const text of await read(element)) now = await receiver.offer(text);
        if (alive) setState(now);
        await new Promise((next) => requestAnimationFrame(next));
      }
      stop();
      if (now.kind === 'received') void syncClient.sync();
    };
    run().catch((error: unknown) => {
      console.error('rescue', error);
      stop();
      if (alive) setTrouble('full');
    });
    return () => {
      alive = false;
      stop();
    };
  }, [vault, clock, syncClient]);
  return { video, state, trouble };
}

function Reader({ onAgain }: { readonly onAgain: () => void }) {
  const t = useMessages(rescueMessages);
  const { video, state, trouble } = useReceiving();
  if (state.kind === 'received') return <Received onAgain={onAgain} />;
  return (
    <Card>
      <p>{t('rescue.receive.text')}</p>
      {trouble === 'noCamera' && (
        <Notice tone="bad" live="alert" data-testid="no-camera">
          {t('rescue.receive.noCamera')}
        </Notice>
      )}
      {trouble === 'full' && (
        <Notice tone="bad" live="alert">
          {t('rescue.relay.full')}
        </Notice>
      )}
      {/* A picture for aiming, without sound: nothing to caption. */}
      <video
        ref={video}
        hidden={trouble !== null}
        className={styles.video}
        muted
        playsInline
        aria-label={t('rescue.receive.video')}
      />
      {state.kind === 'waiting' ? (
        trouble === null && <p className={styles.soft}>{t('rescue.receive.waiting')}</p>
      ) : (
        <ReadSoFar state={state} />
      )}
    </Card>
  );
}

function ReadSoFar({ state }: { readonly state: Extract<Receiving, { kind: 'reading' }> }) {
  const t = useMessages(rescueMessages);
  return (
    <>
      <ProgressBar
        label={t('rescue.receive.progress')}
        value={state.read}
        max={state.count}
        figure={`${state.read}/${state.count}`}
      />
      <p className={styles.soft} data-testid="qr-missing">
        {t('rescue.receive.missing', { numbers: shortList(state.missing) })}
      </p>
    </>
  );
}

function Received({ onAgain }: { readonly onAgain: () => void }) {
  const t = useMessages(rescueMessages);
  return (
    <Notice
      tone="good"
      live="status"
      title={t('rescue.receive.received.title')}
      data-testid="qr-received"
      action={
        <>
          <ButtonLink href="/rescue">{t('rescue.title')}</ButtonLink>
          <Button onClick={onAgain}>{t('rescue.receive.more')}</Button>
        </>
      }
    >
      {t('rescue.receive.received')}
    </Notice>
  );
}

/** @returns the first numbers, such as `1, 2, 5 …` */
function shortList(numbers: readonly number[]): string {
  const shown = numbers.slice(0, MISSING_SHOWN_MAX).join(', ');
  return numbers.length > MISSING_SHOWN_MAX ? `${shown} …` : shown;
}
