/** The camera as a stream of texts, and the screen that must not go dark meanwhile. */
import { useEffect } from 'react';

interface Detector {
  detect(image: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}
type DetectorMaker = new (options: { formats: string[] }) => Detector;

/** Long edge of a picture that is given to the library, in px; a code of 57 modules needs no more. */
const EDGE_PX = 640;
const TIME_LIMIT_MS = 250;

/** @returns reads the codes in the picture that the video shows now, by the browser where it can, else by the library */
export async function codeReader(): Promise<(video: HTMLVideoElement) => Promise<readonly string[]>> {
  const maker = (globalThis as { BarcodeDetector?: DetectorMaker }).BarcodeDetector;
  const byLibrary = await libraryReader();
  if (maker === undefined) return byLibrary;
  let detector: Detector | null = new maker({ formats: ['qr_code'] });
  return async (video) => {
    if (detector === null) return byLibrary(video);
    try {
      return (await detector.detect(video)).map(({ rawValue }) => rawValue);
    } catch {
      // Some phones have the interface without the decoder behind it.
      detector = null;
      return byLibrary(video);
    }
  };
}

async function libraryReader(): Promise<(video: HTMLVideoElement) => Promise<readonly string[]>> {
  const { default: decodeQr } = await import('qr/decode.js');
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return async (video) => {
    const scale = Math.min(1, EDGE_PX / Math.max(video.videoWidth, video.videoHeight, 1));
    const width = Math.round(video.videoWidth * scale);
    const height = Math.round(video.videoHeight * scale);
    if (context === null || width === 0 || height === 0) return [];
    canvas.width = width;
    canvas.height = height;
    context.drawImage(video, 0, 0, width, height);
    try {
      const { data } = context.getImageData(0, 0, width, height);
      return [decodeQr({ width, height, data }, { timeLimit: TIME_LIMIT_MS })];
    } catch {
      // There is no code in this picture.
      return [];
    }
  };
}

/** @throws DOMException where there is no camera or the person does not allow it */
export async function openCamera(video: HTMLVideoElement): Promise<() => void> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } },
  });
  const stop = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  video.srcObject = stream;
  try {
    await video.play();
  } catch (error) {
    stop();
    throw error;
  }
  return stop;
}

/** Keeps the screen on while the component is shown, where the browser can. */
export function useScreenOn(): void {
  useEffect(() => {
    let alive = true;
    let release = () => {};
    navigator.wakeLock?.request('screen').then(
      (lock) => {
        release = () => void lock.release();
        if (!alive) release();
      },
      // The browser saves power or does not allow it, so the person has to keep the screen on.
      (error: unknown) => console.warn('screen', error),
    );
    return () => {
      alive = false;
      release();
    };
  }, []);
}
