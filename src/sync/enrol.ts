/** Signing in: an officer's code is exchanged for a session, and the phone learns which of its records the endpoint holds already. */
import { enrolmentText, enrolRequest, enrolResponse } from '../protocol/index.ts';
import type { Vault } from '../vault/index.ts';
import { RoundStopped, readAnswer } from './answers.ts';
import type { SyncClient } from './api.ts';
import { browserDeviceName } from './device-name.ts';
import { codeOf, NetDown } from './errors.ts';
import { type Asking, NOTHING, type Round, TIMEOUT_MS } from './round.ts';
import { formerTokensOf } from './tokens.ts';

const encoder = new TextEncoder();
/** The second try is made under another device id. */
const TRIES_MAX = 2;
/**
 * Rejections that concern the phone's id and not the person, whom another id lets in: somebody took the id at an endpoint that
 * did not know it, or the phone's database was lost so often that the id may have no further key.
 */
const OF_THE_ID: readonly string[] = ['device-of-another', 'too-many-keys'];

/**
 * Signs an officer in on this phone, and keeps the session.
 * @param code as it was typed
 * @param others ids of the persons who have another store on this phone
 * @param tries how many tries this one makes, itself included
 */
export async function enrol(
  { vault, appVersion, request }: { readonly vault: Vault; readonly appVersion: string } & Pick<Asking, 'request'>,
  code: string,
  others: readonly string[] = [],
  tries = 1,
): ReturnType<SyncClient['enrol']> {
  const round: Round = { ...NOTHING };
  try {
    const what = { code: code.trim(), device: vault.deviceId };
    const signed = await vault.signText(enrolmentText(what));
    if (signed === null) return { kind: 'error', code: 'no-keys' };
    const deviceName = await browserDeviceName();
    const former = await vault.session();
    const asked = enrolRequest.safeParse({
      ...what,
      publicKey: signed.publicKey,
      proof: signed.signature,
      appVersion,
      ...(deviceName !== undefined && { deviceName }),
      ...(former !== null && { person: former.officer.id }),
      ...(others.length > 0 && { others }),
    });
    if (!asked.success) return { kind: 'wrong-code' };
    const body = encoder.encode(JSON.stringify(asked.data));
    const answer = await request(round, {
      method: 'POST',
      path: '/v1/enrol',
      body,
      gzip: false,
      timeoutMs: TIMEOUT_MS,
    });
    const { held, ...session } = readAnswer(answer, enrolResponse).parsed;
    const isSame = former?.officer.id === session.officer.id;
    await vault.setSession({ ...session, ...(isSame && { formerTokens: formerTokensOf(former) }) });
    if (held !== undefined) await vault.goOnAfter(held);
    return { kind: 'signed-in', session };
  } catch (error) {
    if (error instanceof NetDown) return { kind: 'offline' };
    const outcome = error instanceof RoundStopped ? error.outcome : null;
    if (outcome?.kind === 'error' && OF_THE_ID.includes(outcome.code) && tries < TRIES_MAX) {
      await vault.takeAnotherId(vault.deviceId);
      return await enrol({ vault, appVersion, request }, code, others, tries + 1);
    }
    if (outcome?.kind === 'error') return outcome.code === 'wrong-code' ? { kind: 'wrong-code' } : outcome;
    return { kind: 'error', code: outcome?.kind ?? codeOf(error) };
  }
}
