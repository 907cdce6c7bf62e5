/** A link between phone and endpoint that counts every byte, headers too, and may be thin and slow. */
import { connect, createServer, type Socket } from 'node:net';

export interface LinkSpeed {
  /** Bits per second in each direction. */
  readonly bitsPerSecond: number;
  /** Milliseconds for there and back. */
  readonly roundTripMs: number;
}

export interface Link {
  readonly url: string;
  /** Bytes since the last reset, as they travelled. */
  readonly bytes: { up: number; down: number };
  close(): void;
}

/** @param speed null: as fast as loopback */
export async function openLink(port: number, speed: LinkSpeed | null): Promise<Link> {
  const bytes = { up: 0, down: 0 };
  /** When each direction is free again: one link, whatever runs over it. */
  const free = { up: 0, down: 0 };
  const sockets = new Set<Socket>();
  const relay = (from: Socket, to: Socket, way: 'up' | 'down') => {
    from.on('data', (chunk: Buffer) => {
      bytes[way] += chunk.length;
      if (speed === null) return void to.write(chunk);
      const now = performance.now();
      free[way] = Math.max(now, free[way]) + (chunk.length * 8000) / speed.bitsPerSecond;
      setTimeout(() => to.write(chunk), free[way] - now + speed.roundTripMs / 2);
    });
    from.on('error', () => to.destroy());
    from.on('close', () => setTimeout(() => to.end(), 1000));
  };
  const server = createServer((phone) => {
    const endpoint = connect(port, '127.0.0.1');
    for (const socket of [phone, endpoint]) {
      socket.setNoDelay(true);
      sockets.add(socket);
    }
    relay(phone, endpoint, 'up');
    relay(endpoint, phone, 'down');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    bytes,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
