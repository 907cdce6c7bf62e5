/** `POST /v1/rescue`: a bundle for any commune here, relayed by anybody who is signed in and cannot read it. */
import { Hono } from 'hono';
import { RESCUE_LIMITS } from '../../protocol/index.ts';
import { answerJson } from '../http/answer.ts';
import { readBytes } from '../http/body.ts';
import type { EndpointParts } from '../http/parts.ts';
import { Rejection } from '../http/rejection.ts';
import { callerOf } from '../http/sign-in.ts';
import { importRescue } from './import.ts';

/** @returns the route of rescue bundles */
export function rescueRoutes(parts: EndpointParts): Hono {
  /** Bundles are imported one at a time: an opened one takes a few times its size in memory. */
  let turn: Promise<unknown> = Promise.resolve();

  return new Hono().post('/v1/rescue', async (context) => {
    const { officer, device, handIn: why } = await callerOf(context, parts, { mayHandIn: true });
    const encrypted = await readBytes(context, RESCUE_LIMITS.fileBytesMax);
    const mine = turn.then(() => importRescue(parts, encrypted, officer, why && { device, why }));
    turn = mine.catch(() => undefined);
    const imported = await mine;
    if (imported.kind === 'fault') throw new Rejection(422, imported.code);
    return await answerJson(context, imported.answer);
  });
}
