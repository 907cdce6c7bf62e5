/** The citizen signs with a finger. A signature is not required; it is kept as path data, without markup. */

import { type PointerEvent, useRef, useState } from 'react';
import { Button, Card } from '../../../../ui/index.ts';
import { useMessages } from '../../../../ui/use-messages.ts';
import styles from '../visit.module.css';
import { consentMessages } from './messages.ts';
import { extend, PAD_HEIGHT, PAD_WIDTH, padPoint, type Stroke, signaturePath } from './signature-path.ts';

export interface SignaturePadProps {
  readonly path: string;
  readonly onSign: (path: string) => void;
}

export function SignaturePad({ path, onSign }: SignaturePadProps) {
  const t = useMessages(consentMessages);
  const strokes = useRef<Stroke[]>([]);
  const before = useRef(path);
  const [drawing, setDrawing] = useState<string | null>(null);

  const point = (event: PointerEvent<SVGSVGElement>) =>
    padPoint({ x: event.clientX, y: event.clientY }, event.currentTarget.getBoundingClientRect());
  const draw = () => setDrawing(before.current + signaturePath(strokes.current));
  const start = (event: PointerEvent<SVGSVGElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    strokes.current.push([point(event)]);
    draw();
  };
  const move = (event: PointerEvent<SVGSVGElement>) => {
    const last = strokes.current.at(-1);
    if (last === undefined || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    strokes.current[strokes.current.length - 1] = extend(last, point(event));
    draw();
  };
  const end = () => {
    if (drawing !== null) onSign(drawing);
  };
  const clear = () => {
    strokes.current = [];
    before.current = '';
    setDrawing(null);
    onSign('');
  };
  const shown = drawing ?? path;
  return (
    <Card title={t('visit.signature.title')}>
      <p className={styles.soft}>{t('visit.signature.text')}</p>
      <svg
        className={styles.pad}
        viewBox={`0 0 ${PAD_WIDTH} ${PAD_HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${t('visit.signature.pad')}: ${t(shown === '' ? 'visit.signature.empty' : 'visit.signature.signed')}`}
        onPointerDown={start}
        onPointerMove={move}
        onPointerUp={end}
        onPointerCancel={end}
        data-testid="signature"
      >
        <path d={shown} />
      </svg>
      {shown !== '' && (
        <Button kind="quiet" onClick={clear}>
          {t('visit.signature.clear')}
        </Button>
      )}
    </Card>
  );
}
