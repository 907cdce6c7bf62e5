/** Goal: signatures that are checked in threads of their own are judged as on the main thread, also after a thread has died. */
import { expect, it } from 'vitest';
import { checkSignatures } from './signature-threads.ts';
import { makeKeyPair, signText } from './signatures.ts';

const [own, other] = [makeKeyPair(), makeKeyPair()];
/** Every third is somebody else's, every fourth is with the key that is looked at second. */
const checks = Array.from({ length: 100 }, (_, at) => {
  const text = `record ${at}`;
  const publicKeys = at % 4 === 0 ? [other.publicKey, own.publicKey] : [own.publicKey];
  return { publicKeys, text, signature: signText(own.privateKey, at % 3 === 0 ? 'another' : text) };
});
const wanted = checks.map((_, at) => at % 3 !== 0);

it('checks each of a few and of many, of several asked at once, and goes on after a thread has died', async () => {
  expect(await checkSignatures(checks.slice(0, 5))).toEqual(wanted.slice(0, 5));
  expect(await checkSignatures([])).toEqual([]);
  expect(await Promise.all([checkSignatures(checks), checkSignatures(checks.slice(20))])).toEqual([
    wanted,
    wanted.slice(20),
  ]);
  const deadly = checks.map((check) => ({ ...check, text: null as unknown as string }));
  await expect(checkSignatures(deadly)).rejects.toThrow(TypeError);
  expect(await checkSignatures(checks)).toEqual(wanted);
});

it('holds nothing that is no signature, no key or no text of a hash, and no thread dies of it', async () => {
  const [good] = checks.slice(1);
  const texts = ['', 'a', '!!', '\ud800', 'A'.repeat(86), 'A'.repeat(100_000), `${good?.signature}${good?.signature}`];
  const odd = texts.flatMap((each) => [
    { publicKeys: [own.publicKey], text: 'record 1', signature: each },
    { publicKeys: [own.publicKey], text: each, signature: good?.signature ?? '' },
    { publicKeys: [each], text: 'record 1', signature: good?.signature ?? '' },
  ]);
  expect(await checkSignatures(odd)).toEqual(odd.map(() => false));
});
