/** `GET /v1/phones/{device}/lost`: what the endpoint knows of a phone that is reported lost, for whoever may revoke it. */
import { Hono } from 'hono';
import { may, onPhoneOf, type Post } from '../../programme/index.ts';
import type { LostPhone } from '../../protocol/index.ts';
import { answerJson } from '../http/answer.ts';
import type { EndpointParts } from '../http/parts.ts';
import { callerOf, requireAllowed } from '../http/sign-in.ts';
import type { Phone } from '../store/api.ts';
import { phoneFor } from './person-for.ts';

/** Revocations that are looked through for the one of a device; more within the life of one loss are no commune's. */
const REVOCATIONS_MAX = 500;

/** @returns the route */
export function lostPhoneRoutes(parts: EndpointParts): Hono {
  const { store } = parts;
  return new Hono().get('/v1/phones/:device/lost', async (context) => {
    const scope = context.req.query('scope') ?? '';
    const caller = await callerOf(context, parts);
    requireAllowed(caller, 'enrol-devices', scope);
    const { phone, person } = await phoneFor(parts, caller, scope, context.req.param('device'));
    const { device, name, officer, enrolledAt, seenAt, revokedAt, heartbeat } = phone;
    const { scopes, readsIdentity } = onPhoneOf(person.posts);
    const answer: LostPhone = {
      ...{ device, name, officer, enrolledAt, seenAt, revokedAt },
      reportedAt: await reportOf(parts, scope, phone),
      pendingCount: heartbeat?.pendingCount ?? null,
      arrived: [...(await store.arrivedOf(scope, device))],
      waitingCount: await store.openCountOf(scope, device),
      communes: await communesOn(parts, caller.officer.posts, scopes),
      readsIdentity,
    };
    return await answerJson(context, answer);
  });
}

/** @returns when the loss was reported, as the revocation's event in this commune has it; null: nobody wrote it down */
async function reportOf(
  { store }: EndpointParts,
  scope: string,
  { device, revokedAt }: Pick<Phone, 'device' | 'revokedAt'>,
): Promise<string | null> {
  if (revokedAt === null) return null;
  const filter = { before: Number.MAX_SAFE_INTEGER, kind: 'device-revoked', since: revokedAt } as const;
  const details = (await store.eventsBefore(scope, filter, REVOCATIONS_MAX)).map(
    ({ detail }) => JSON.parse(detail) as { device?: string; reportedAt?: string },
  );
  return details.find((each) => each.device === device)?.reportedAt ?? null;
}

async function communesOn(
  { store }: EndpointParts,
  asker: readonly Post[],
  scopes: readonly string[],
): Promise<LostPhone['communes']> {
  const communes: LostPhone['communes'] = [];
  for (const { scope, name } of await store.communes(scopes)) {
    const figures = may(asker, 'read-figures', scope) ? await store.figuresOf(scope) : null;
    communes.push({ scope, name, households: figures?.households ?? null, people: figures?.people ?? null });
  }
  return communes;
}
