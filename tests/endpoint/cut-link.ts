/** A link between phone and endpoint that breaks after every so many bytes upwards; what came before the cut arrives. */
import { connect, createServer, type Socket } from 'node:net';

export interface CutLink {
  readonly url: string;
  /** Bytes that went up, headers too, and how often the link broke. */
  readonly counts: { upBytes: number; cuts: number };
  close(): void;
}

export async function openCutLink(port: number, cutEveryBytes: number): Promise<CutLink> {
  const counts = { upBytes: 0, cuts: 0 };
  const sockets = new Set<Socket>();
  let left = cutEveryBytes;
  const server = createServer((phone) => {
    const endpoint = connect(port, '127.0.0.1');
    for (const socket of [phone, endpoint]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
    }
    phone.on('data', (chunk: Buffer) => {
      const passed = chunk.subarray(0, left);
      left -= passed.length;
      counts.upBytes += passed.length;
      endpoint.write(passed);
      if (left > 0) return;
      left = cutEveryBytes;
      counts.cuts += 1;
      endpoint.end();
      phone.destroy();
    });
    endpoint.on('data', (chunk: Buffer) => phone.write(chunk));
    phone.on('close', () => endpoint.end());
    endpoint.on('close', () => phone.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    counts,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
