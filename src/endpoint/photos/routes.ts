/**
 * Photos over HTTP, by hash: they can be sent in pieces from any byte on, and are whole once all bytes are there and have the
 * hash.
 */
import { type Context, Hono } from 'hono';
import { hexHash, LIMITS, PHOTOS_PROTOCOL, type PhotoStatus } from '../../protocol/index.ts';
import { answerJson } from '../http/answer.ts';
import { readParts } from '../http/body.ts';
import type { EndpointParts } from '../http/parts.ts';
import { Rejection } from '../http/rejection.ts';
import { callerOf } from '../http/sign-in.ts';
import type { BlobStatus, Officer, PhotoTarget } from '../store/api.ts';

/** @returns the routes of photos */
export function blobRoutes(parts: EndpointParts): Hono {
  const { store, clock } = parts;
  const { blobs } = store;
  const asked = async (context: Context, mayHandIn = true) => {
    const caller = await callerOf(context, parts, { mayHandIn });
    const sha256 = hexHash.safeParse(context.req.param('sha256'));
    if (!sha256.success) throw new Rejection(400, 'bad-request', 'sha256');
    return { officer: caller.officer, sha256: sha256.data };
  };
  // Records travel first: a photo that none names is rejected before a byte of it is read, and the phone asks again in its
  // next round. So no space is set aside for photos without a record, which a stranger could fill and somebody would have
  // to empty.
  const targetsOf = async ({ id, scopes }: Officer, sha256: string): Promise<readonly PhotoTarget[]> => {
    const targets = await blobs.targets({ officerId: id, scopes }, sha256);
    if (targets.length === 0) throw new Rejection(409, 'unnamed-photo');
    return targets;
  };
  const answer = (context: Context, sha256: string, status: BlobStatus) => {
    const photo: PhotoStatus = {
      proto: PHOTOS_PROTOCOL,
      sha256,
      complete: status.complete,
      held: status.held.map(([from, to]) => [from, to]),
      epoch: status.epoch,
      // The time is read after the commit: a backup that began before this instant may lack the photo, a later one has it.
      serverTime: clock.now(),
    };
    return answerJson(context, photo);
  };

  return new Hono()
    .get('/v1/blobs/:sha256', async (context) => {
      const { officer, sha256 } = await asked(context, false);
      const bytes = await blobs.read(officer.scopes, sha256);
      if (bytes === null) throw new Rejection(404, 'unknown-blob');
      return context.body(Uint8Array.from(bytes), 200, {
        // No browser is to treat a stranger's bytes as what they may claim to be.
        'content-type': 'application/octet-stream',
        'content-disposition': 'attachment',
        'cache-control': 'private, no-store',
      });
    })
    .get('/v1/blobs/:sha256/held', async (context) => {
      const { officer, sha256 } = await asked(context);
      return await answer(context, sha256, await blobs.status(await targetsOf(officer, sha256), sha256));
    })
    .put('/v1/blobs/:sha256', async (context) => {
      const { officer, sha256 } = await asked(context);
      const of = wholeNumber(context, 'of', 1, LIMITS.photoBytesMax);
      let at = wholeNumber(context, 'at', 0, of - 1);
      const targets = await targetsOf(officer, sha256);
      let status: BlobStatus | null = null;
      for await (const bytes of readParts(context, Math.min(LIMITS.pieceBytesMax, of - at))) {
        status = await blobs.putPiece(targets, sha256, { at, of, bytes });
        at += bytes.length;
      }
      return await answer(context, sha256, status ?? (await blobs.status(targets, sha256)));
    });
}

/** @throws {Rejection} 400 */
function wholeNumber(context: Context, name: string, min: number, max: number): number {
  const text = context.req.query(name) ?? '';
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) throw new Rejection(400, 'bad-request', name);
  return value;
}
