/** People of tests of the endpoint: each has a code that is taken any number of times, as those of the demo are. */
import { standingCode } from '../src/endpoint/accounts/codes.ts';
import { codeHash } from '../src/endpoint/http/sign-in.ts';
import type { EnrolmentOutcome, NewOfficer, Store } from '../src/endpoint/store/api.ts';

/** Puts officers, also again with other grants, each with a code. */
export async function putOfficersWithCodes(
  store: Pick<Store, 'putOfficers' | 'codesOf' | 'addCode'>,
  officers: readonly (NewOfficer & { readonly code: string })[],
): Promise<void> {
  await store.putOfficers(officers.map(({ code, ...officer }) => officer));
  for (const { id, code } of officers) {
    if ((await store.codesOf([id])).length === 0) await store.addCode(standingCode(id, code));
  }
}

/** Signs an officer in on a device with this key. */
export async function signInWith(
  store: Pick<Store, 'codesOf' | 'addCode' | 'enrol'>,
  signIn: {
    readonly officerId: string;
    readonly device: string;
    readonly publicKey: string;
    readonly tokenHash: string;
    readonly at: string;
  },
): Promise<EnrolmentOutcome> {
  const code = `code of ${signIn.officerId}`;
  const codes = await store.codesOf([signIn.officerId]);
  if (codes.every(({ madeBy }) => madeBy !== 'sign-in-with')) {
    const standing = standingCode(signIn.officerId, code);
    await store.addCode({ ...standing, id: `sign-in ${signIn.officerId}`, madeBy: 'sign-in-with' });
  }
  return await store.enrol({
    codeHash: codeHash(code),
    prefix: null,
    deviceName: null,
    person: null,
    others: [],
    ...signIn,
  });
}
