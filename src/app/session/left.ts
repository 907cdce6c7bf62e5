/** Other windows of a person who signs out have nothing to show any more. */
const CHANNEL = 'persons';

const channel = () => (typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(CHANNEL));

export function tellLeft(store: string): void {
  const windows = channel();
  windows?.postMessage(store);
  windows?.close();
}

/** The window starts anew where its own person has signed out elsewhere. */
export function startAnewWhenLeft(store: string): void {
  channel()?.addEventListener('message', ({ data }: MessageEvent<string>) => {
    if (data === store) location.replace('/');
  });
}
