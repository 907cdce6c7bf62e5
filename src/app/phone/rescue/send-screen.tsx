/** Hiện mã QR: the records that wait, as a row of QR codes in a loop, for a colleague's camera. */

import encodeQr from 'qr';
import { useEffect, useRef, useState } from 'react';
import { frameAt, loadRescue, type QrBundle, type RescueMade } from '../../../sync/index.ts';
import { PauseIcon, PlayIcon } from '../../../ui/icons.ts';
import { Button, Card, EmptyState, Notice, Page, Skeleton } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { useServices } from '../../services.ts';
import { useScreenOn } from './camera.ts';
import { rescueMessages } from './messages.ts';
import styles from './rescue.module.css';

/** A cheap camera gives ten to fifteen pictures a second; half of them may be blurred. */
const FRAME_MS = 200;
const QUIET_MODULES = 4;

export default function SendScreen() {
  const t = useMessages(rescueMessages);
  const { vault, clock } = useServices();
  const [made, setMade] = useState<RescueMade<QrBundle> | null>(null);
  useEffect(() => {
    let alive = true;
    loadRescue()
      .then(({ makeQrBundle }) => makeQrBundle({ vault, clock }))
      .then(
        (bundle) => alive && setMade(bundle),
        (error: unknown) => console.error('rescue', error),
      );
    return () => {
      alive = false;
    };
  }, [vault, clock]);
  return (
    <Page title={t('rescue.send.title')} back="/rescue">
      {made === null && <Skeleton rows={5} />}
      {made?.kind === 'nothing' && <EmptyState title={t('rescue.export.none')} />}
      {made?.kind === 'no-key' && <Notice tone="warn">{t('rescue.export.noKey')}</Notice>}
      {made?.kind === 'made' && <Loop bundle={made.made} />}
    </Page>
  );
}

function Loop({ bundle: { frames, records, recordsLeft } }: { readonly bundle: QrBundle }) {
  const t = useMessages(rescueMessages);
  const [tick, setTick] = useState(0);
  const [paused, setPaused] = useState(false);
  useScreenOn();
  useEffect(() => {
    if (paused) return;
    const id = setInterval(() => setTick((before) => before + 1), FRAME_MS);
    return () => clearInterval(id);
  }, [paused]);
  const shown = frameAt(tick, frames.length);
  const number = shown + 1;
  const count = frames.length;
  return (
    <Card>
      <p>{t('rescue.send.text')}</p>
      <Code text={frames[shown] ?? ''} label={t('rescue.send.code', { number, count })} />
      <p className={styles.figure}>{t('rescue.send.frame', { number, count })}</p>
      <Button
        icon={paused ? <PlayIcon aria-hidden /> : <PauseIcon aria-hidden />}
        onClick={() => setPaused(!paused)}
        data-testid="qr-pause"
      >
        {t(paused ? 'rescue.send.go' : 'rescue.send.pause')}
      </Button>
      <p>{t('rescue.send.round', { records, seconds: Math.ceil((count * FRAME_MS) / 1000) })}</p>
      {recordsLeft > 0 && <Notice tone="warn">{t('rescue.send.left', { count: recordsLeft })}</Notice>}
      <p className={styles.soft}>{t('rescue.send.after')}</p>
    </Card>
  );
}

function Code({ text, label }: { readonly text: string; readonly label: string }) {
  const element = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = element.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    const modules = encodeQr(text, 'raw', { ecc: 'medium', encoding: 'alphanumeric', border: QUIET_MODULES });
    canvas.width = modules.length;
    canvas.height = modules.length;
    context.fillStyle = '#fff';
    context.fillRect(0, 0, modules.length, modules.length);
    context.fillStyle = '#000';
    for (const [y, row] of modules.entries())
      for (const [x, dark] of row.entries()) if (dark) context.fillRect(x, y, 1, 1);
  }, [text]);
  return <canvas ref={element} role="img" aria-label={label} className={styles.code} data-testid="qr-code" />;
}
