/**
 * Goal: a phone that goes away in the middle of a request leaves one short line in the log, never a stack.
 * Method: a real socket that ends in the middle of a body.
 */
import { once } from 'node:events';
import { connect } from 'node:net';
import { serve } from '@hono/node-server';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Station } from './station.ts';

let station: Station;
let port = 0;
let stop: () => void;
beforeAll(async () => {
  station = await Station.open('sqlite');
  await new Promise<void>((resolve) => {
    const server = serve({ fetch: station.app.fetch, port: 0, hostname: '127.0.0.1' }, (info) => {
      port = info.port;
      resolve();
    });
    stop = () => server.close();
  });
});
afterAll(async () => {
  stop?.();
  await station?.dispose();
});

it.each(['/v1/push', '/v1/rescue'])('a body of %s that is cut', async (path) => {
  const errors = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const lines = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const token = await station.enrol('CB-1');
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const head = [`POST ${path} HTTP/1.1`, 'host: x', `authorization: Bearer ${token}`, 'content-length: 5000', '', '{"'];
  socket.write(head.join('\r\n'));
  await new Promise((resolve) => setTimeout(resolve, 200));
  socket.destroy();
  await vi.waitFor(() => expect(lines).toHaveBeenCalledWith('POST', path, 'cut off'));
  expect(errors).not.toHaveBeenCalled();
  vi.restoreAllMocks();
});
