/** A button that opens the camera (or the gallery): a native file input lies over the label, so every tap reaches it. */
import type { ReactNode } from 'react';
import styles from './picture-input.module.css';

export interface PictureInputProps {
  readonly icon: ReactNode;
  /** What the button says. */
  readonly children: ReactNode;
  /** What a screen reader calls the input. */
  readonly label: string;
  /** Is called before the camera opens, because the camera may kill the app. */
  readonly onOpen?: () => void;
  /** Is called with the picture. The input is emptied afterwards, so that the same file can be chosen twice. */
  readonly onPicture: (file: File) => Promise<void>;
  readonly 'data-testid'?: string;
}

export function PictureInput({ icon, children, label, onOpen, onPicture, 'data-testid': testId }: PictureInputProps) {
  return (
    <label className={styles.picture}>
      {icon}
      <span>{children}</span>
      <input
        type="file"
        accept="image/*"
        capture="environment"
        className={styles.file}
        aria-label={label}
        onClick={onOpen}
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file === undefined) return;
          void onPicture(file).finally(() => {
            target.value = '';
          });
        }}
        data-testid={testId}
      />
    </label>
  );
}
