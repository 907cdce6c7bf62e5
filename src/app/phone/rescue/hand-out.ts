/** Where a rescue file goes: a place that the person chooses and that can be read again, else the downloads. */
import { download } from '../../download.ts';

interface PickedFile {
  createWritable(): Promise<{ write(bytes: Uint8Array): Promise<void>; close(): Promise<void> }>;
  getFile(): Promise<File>;
}
type Picker = (options: {
  suggestedName: string;
  types: { description: string; accept: Record<string, string[]> }[];
}) => Promise<PickedFile>;

export interface Place {
  readonly kind: 'chosen' | 'downloads';
  /** @returns the bytes as they are read again from there. @throws where they could not be written */
  put(bytes: Uint8Array): Promise<Uint8Array>;
}

/** Asks before the file is made, because a browser shows its dialog only right after a tap. @returns null when cancelled */
export async function choosePlace(name: string, description: string): Promise<Place | null> {
  const picker = (globalThis as { showSaveFilePicker?: Picker }).showSaveFilePicker;
  if (picker === undefined) return downloads(name);
  try {
    const file = await picker({
      suggestedName: name,
      types: [{ description, accept: { 'application/octet-stream': ['.age'] } }],
    });
    return { kind: 'chosen', put: (bytes) => writeTo(file, bytes) };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    return downloads(name);
  }
}

async function writeTo(file: PickedFile, bytes: Uint8Array): Promise<Uint8Array> {
  const stream = await file.createWritable();
  await stream.write(bytes);
  await stream.close();
  return new Uint8Array(await (await file.getFile()).arrayBuffer());
}

/** A download: it cannot be read again from the disk, so the bytes that were handed over are compared. */
function downloads(name: string): Place {
  return {
    kind: 'downloads',
    async put(bytes) {
      const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'application/octet-stream' });
      download(blob, name);
      return new Uint8Array(await blob.arrayBuffer());
    },
  };
}

/** @returns the share sheet for this file, where the phone has one for such files */
export function sharing(bytes: Uint8Array, name: string): (() => void) | null {
  const file = new File([bytes as Uint8Array<ArrayBuffer>], name, { type: 'application/octet-stream' });
  if (!navigator.canShare?.({ files: [file] })) return null;
  // The dialog was cancelled or denied, and the file was handed out already.
  return () => void navigator.share({ files: [file] }).catch((error: unknown) => console.warn('share', error));
}
