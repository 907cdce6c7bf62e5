/**
 * An app and an endpoint that know less of each other than these: a request loses what an app of the first release did
 * not say, an answer what an endpoint of the first release did not, and the ways that came later are not there.
 */
import type { HttpAnswer, Net } from '../../src/sync/index.ts';

const FIRST_WAYS = /^\/v1\/(push|pull|enrol)\b|^\/v1\/blobs\/[0-9a-f]{64}(\/\d+)?$/;
/** Members of the first release; anything else was added as optional. */
const ASKED = {
  '/v1/push': ['proto', 'device', 'deviceTime', 'revisions', 'pull'],
  '/v1/enrol': ['code', 'device', 'appVersion'],
} as const;
const ANSWERED = {
  '/v1/push': ['proto', 'epoch', 'results', 'durableUpTo', 'serverTime', 'pulled', 'scopes'],
  '/v1/enrol': ['token', 'officer', 'scopes', 'communes', 'period'],
} as const;

const NOT_THERE: HttpAnswer = {
  status: 404,
  contentType: 'application/json',
  body: new TextEncoder().encode('{"error":"unknown-route"}'),
};

function only(bytes: Uint8Array, names: readonly string[]): Uint8Array {
  const whole = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  const known = names.map((name) => [name, name === 'communes' ? withoutKeys(whole[name]) : whole[name]]);
  return new TextEncoder().encode(JSON.stringify(Object.fromEntries(known)));
}

/** Rescue files came later. */
function withoutKeys(communes: unknown): unknown {
  return (communes as object[]).map((commune) => ({ ...commune, rescueKey: undefined }));
}

/** @param answer the endpoint of today */
export async function asFirstRelease(ask: Parameters<Net['request']>[0], answer: Net['request']): Promise<HttpAnswer> {
  if (!FIRST_WAYS.test(ask.path)) return NOT_THERE;
  const way = ask.path as keyof typeof ASKED;
  const asked = ASKED[way];
  if (asked === undefined || ask.body === undefined) return await answer(ask);
  const said = await answer({ ...ask, body: only(ask.body, asked) });
  return said.status === 200 ? { ...said, body: only(said.body, ANSWERED[way]) } : said;
}
