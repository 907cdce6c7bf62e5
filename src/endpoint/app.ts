/** The endpoint's routes put together: the API first, then the phone's app as files. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import { accountRoutes } from './accounts/account-routes.ts';
import { codeRoutes } from './accounts/code-routes.ts';
import { identityRoutes } from './accounts/identity-routes.ts';
import { lostPhoneRoutes } from './accounts/lost-phone-routes.ts';
import { phoneRoutes } from './accounts/phone-routes.ts';
import { authRoutes } from './accounts/routes.ts';
import { communeRoutes } from './communes/routes.ts';
import { criteriaRoutes } from './criteria/routes.ts';
import { eventRoutes } from './events/routes.ts';
import { draftRoutes } from './hand-over/routes.ts';
import { addressReader } from './http/address.ts';
import { answerJson } from './http/answer.ts';
import type { EndpointClock, EndpointParts } from './http/parts.ts';
import { Rejection } from './http/rejection.ts';
import { securityHeaders } from './http/security-headers.ts';
import { callerOf, NO_COMMUNE } from './http/sign-in.ts';
import { staticRoutes } from './http/static.ts';
import { createIngest, NoCommuneError } from './ingest/ingest.ts';
import { reconcileRoutes } from './ingest/reconcile-routes.ts';
import { ingestRoutes } from './ingest/routes.ts';
import { openApiDocument } from './openapi/document.ts';
import { openApiPage, openApiStyle } from './openapi/page.ts';
import { blobRoutes } from './photos/routes.ts';
import { proposalRoutes } from './proposals/routes.ts';
import { quarantineRoutes } from './quarantine/routes.ts';
import { recordRoutes } from './records/routes.ts';
import { rescueRoutes } from './rescue/routes.ts';
import { applyRoster, currentRoster } from './roster/apply.ts';
import { rosterRoutes } from './roster/routes.ts';
import type { Store } from './store/api.ts';
import { ViewsNotReadyError } from './views/upkeep.ts';

/** What an endpoint is made of. */
export interface AppInput {
  readonly store: Store;
  readonly clock: EndpointClock;
  /** Folder of the production build; absent in tests of the API alone. */
  readonly distDir?: string;
  /** Folder in which hashed assets of every build are kept. */
  readonly keepDir?: string;
  readonly version: string;
  /** Addresses and networks of the proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: readonly string[];
  /** Whether the store has the demo, which every page then says. */
  readonly isDemo?: boolean;
  /** Waits so many milliseconds; a timer where it is omitted. */
  readonly pause?: EndpointParts['pause'];
}

/** @returns whether a request failed because its sender is gone */
function isCutOff(error: Error, signal: AbortSignal): boolean {
  const { code } = error as { code?: unknown };
  return (
    signal.aborted || error.name === 'AbortError' || code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE'
  );
}

/** Puts the endpoint together; errors become answers here. */
export function createApp(input: AppInput): Hono {
  const { store, clock, distDir, keepDir, version, trustedProxies = [], pause = sleep } = input;
  const parts: EndpointParts = {
    store,
    clock,
    ingest: createIngest(store),
    addressOf: addressReader(trustedProxies),
    pause,
  };
  const app = new Hono();
  app.use(securityHeaders);
  app.onError((error, context) => {
    if (error instanceof Rejection) {
      const { code, detail, status } = error;
      return context.json({ error: code, ...(detail !== undefined && { detail }) }, status);
    }
    if (error instanceof NoCommuneError) return context.json({ error: NO_COMMUNE }, 409);
    if (error instanceof ViewsNotReadyError) return context.json({ error: 'views-not-ready' }, 503);
    // A phone that is gone in the middle of its request is an everyday thing on a slow link: one line is logged, without a
    // stack.
    if (isCutOff(error, context.req.raw.signal)) {
      console.warn(context.req.method, context.req.path, 'cut off');
      return context.body(null, 400);
    }
    console.error(context.req.method, context.req.path, error);
    return context.json({ error: 'internal' }, 500);
  });
  app.get('/health', async (context) => {
    const epoch = await store.epoch();
    return context.json({ status: 'ok', version, store: store.kind, epoch }, 200, { 'cache-control': 'no-store' });
  });
  app.route('/', authRoutes(parts));
  app.route('/', accountRoutes(parts));
  app.route('/', codeRoutes(parts));
  app.route('/', lostPhoneRoutes(parts));
  app.route('/', communeRoutes(parts));
  app.route('/', proposalRoutes(parts));
  app.route('/', eventRoutes(parts));
  app.route('/', ingestRoutes(parts));
  app.route('/', reconcileRoutes(parts));
  app.route('/', blobRoutes(parts));
  app.route('/', rescueRoutes(parts));
  app.route('/', draftRoutes(parts));
  app.route('/', criteriaRoutes(parts));
  app.route('/', quarantineRoutes(parts));
  app.route('/', phoneRoutes(parts));
  app.route('/', recordRoutes(parts));
  app.route('/', identityRoutes(parts));
  app.route(
    '/',
    rosterRoutes({
      authorise: async (context) => {
        const { officer } = await callerOf(context, parts);
        return { officer };
      },
      currentRoster: (scope, wanted) => currentRoster(store, scope, wanted),
      identityHasher: () => store.identityHasher(),
      apply: (scope, officerId, revisions, onProgress) =>
        applyRoster(parts, { scope, officerId, revisions, onProgress }),
      clock,
    }),
  );
  app.get('/api/openapi.json', (context) => answerJson(context, openApiDocument()));
  app.get('/api/docs.css', (context) => context.body(openApiStyle, 200, { 'content-type': 'text/css; charset=utf-8' }));
  app.get('/api', (context) => context.html(openApiPage(openApiDocument())));
  app.all('/v1/*', (context) => context.json({ error: 'unknown-route' }, 404));
  app.all('/api/*', (context) => context.json({ error: 'unknown-route' }, 404));
  if (distDir !== undefined) app.route('/', staticRoutes(distDir, keepDir ?? null, input.isDemo ?? false));
  return app;
}
