/** The shell: who is signed in, which screen is open, the navigation around it. It holds no rules. */

import { lazy, type ReactNode, Suspense, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Link, Route, Switch, useLocation } from 'wouter';
import { HomeIcon, OfflineIcon, RefreshIcon, SearchIcon, SettingsIcon } from '../ui/icons.ts';
import { Button, ButtonLink, EmptyState, join, Notice, Page, Skeleton } from '../ui/index.ts';
import { LanguageContext, useMessages } from '../ui/use-messages.ts';
import { useDeskKept } from './desk-cache/use-desk-kept.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { later, WhenRested, whenIdle, whenOpened } from './later.tsx';
import { appMessages } from './messages.ts';
import { RescueOffer } from './phone/rescue/rescue-offer.tsx';
import { TodayScreen } from './phone/today/today-screen.tsx';
import { PreferencesContext, useOwnPreferences } from './preferences.ts';
import { type Services, ServicesContext, SessionContext, useSession, useVault } from './services.ts';
import { chooseStore } from './session/chosen.ts';
import type { PhoneServices, SessionGate } from './session/gate.ts';
import { startAnewWhenLeft } from './session/left.ts';
import { PhoneContext } from './session/phone-context.ts';
import styles from './shell.module.css';
import { UnreceivedBadge } from './unreceived-badge.tsx';
import { useOnline } from './use-online.ts';

const SignInScreen = later(() => import('./session/sign-in-screen.tsx'));
const SignOutScreen = later(() => import('./session/sign-out-screen.tsx'));
const HamletScreen = later(() => import('./phone/today/hamlet/hamlet-screen.tsx'));
const SearchScreen = later(() => import('./phone/today/search/search-screen.tsx'));
const SettingsScreen = later(() => import('./phone/settings/settings-screen.tsx'));
const HouseholdScreen = later(() => import('./phone/people/household-screen.tsx'));
const NewHouseholdScreen = later(() => import('./phone/people/new-household-screen.tsx'));
const AddPersonScreen = later(() => import('./phone/people/add-person-screen.tsx'));
const EditPersonScreen = later(() => import('./phone/people/edit-person-screen.tsx'));
const VisitScreen = later(() => import('./phone/evaluate/visit-screen.tsx'));
const OutcomeScreen = later(() => import('./phone/evaluate/outcome/outcome-screen.tsx'));
const ResultScreen = later(() => import('./phone/evaluate/result/result-screen.tsx'));
const SyncScreen = later(() => import('./phone/sync/sync-screen.tsx'));
/** The page of all controls is for those who build the app, and no phone keeps it. */
const KitScreen = lazy(() => import('../ui/kit-screen.tsx'));
/** An officer's phone spends no bytes on these. */
const AdminScreen = whenOpened(() => import('./admin/admin-screen.tsx'));
const DeskScreen = whenOpened(() => import('./desk/desk-screen.tsx'));
const ReadyScreen = later(() => import('./phone/today/ready/ready-screen.tsx'));
const RescueScreen = later(() => import('./phone/rescue/rescue-screen.tsx'));
const SendScreen = later(() => import('./phone/rescue/send-screen.tsx'));
/** The first screen does not wait for this: who opens the app wants to work, not to read that it could be newer. */
const UpdateChip = later(() => import('./update/update-chip.tsx'));
const ReceiveScreen = later(() => import('./phone/rescue/receive-screen.tsx'));

export interface AppProps {
  readonly phone: PhoneServices;
  readonly atStart: SessionGate;
}

/** The whole app over the phone, and over the store of whoever's turn it is. */
export function App({ phone, atStart }: AppProps) {
  const preferences = useOwnPreferences();
  return (
    <PreferencesContext value={preferences}>
      <LanguageContext value={preferences.language}>
        <PhoneContext value={phone}>
          <ErrorBoundary>
            {location.pathname === '/kit' ? (
              <Suspense fallback={<Waiting />}>
                <KitScreen />
              </Suspense>
            ) : (
              <Gate atStart={atStart} />
            )}
          </ErrorBoundary>
        </PhoneContext>
      </LanguageContext>
    </PreferencesContext>
  );
}

/** Shows the sign-in while nobody's store is open, else the shell and its screens. */
function Gate({ atStart }: { readonly atStart: SessionGate }) {
  const [gate, setGate] = useState(atStart);
  const open = useCallback((services: Services) => {
    chooseStore(services.vault.store);
    setGate({ kind: 'open', services });
  }, []);
  if (gate.kind === 'open') return <Open services={gate.services} />;
  return (
    <Suspense fallback={<Waiting />}>
      <SignInScreen persons={gate.kind === 'locked' ? [gate.person] : gate.persons} onOpen={open} />
    </Suspense>
  );
}

function Open({ services }: { readonly services: Services }) {
  useEffect(() => {
    const { vault } = services;
    startAnewWhenLeft(vault.store);
    const restock = () => void vault.restock();
    whenIdle(restock);
    // Whoever was shown that the phone is full may come back from making room.
    const seen = () => document.visibilityState === 'visible' && restock();
    document.addEventListener('visibilitychange', seen);
    return () => document.removeEventListener('visibilitychange', seen);
  }, [services]);
  return (
    <ServicesContext value={services}>
      <SignedIn />
    </ServicesContext>
  );
}

/** Shows the screens inside of a session. A store without one lost it with its disk, so the code is asked for again. */
function SignedIn() {
  const session = useVault((vault) => vault.session(), []);
  if (session === undefined) return <Waiting />;
  if (session === null) {
    return (
      <Suspense fallback={<Waiting />}>
        <SignInScreen />
      </Suspense>
    );
  }
  return (
    <SessionContext value={session}>
      <Shell>
        <Routes />
      </Shell>
      <DeskKept />
    </SessionContext>
  );
}

/** Stands beside the screens, because keeping the desk must not delay them. */
function DeskKept() {
  useDeskKept(useSession());
  return null;
}

function Waiting() {
  return (
    <main className={styles.alone}>
      <Skeleton rows={5} />
    </main>
  );
}

function Routes() {
  return (
    <Switch>
      <Route path="/" component={TodayScreen} />
      <Route path="/hamlet/:scope/:hamlet">
        {({ scope, hamlet }) => <HamletScreen scope={scope} hamlet={decodeURIComponent(hamlet)} />}
      </Route>
      <Route path="/search" component={SearchScreen} />
      <Route path="/household/new" component={NewHouseholdScreen} />
      <Route path="/household/:scope/:id/add">{(household) => <AddPersonScreen {...household} />}</Route>
      <Route path="/household/:scope/:id">{(household) => <HouseholdScreen {...household} />}</Route>
      <Route path="/person/:scope/:id/edit">{(person) => <EditPersonScreen {...person} />}</Route>
      <Route path="/visit/:scope/:kind/:id">{(subject) => <VisitScreen {...subject} />}</Route>
      <Route path="/outcome/:scope/:id">{(household) => <OutcomeScreen {...household} />}</Route>
      <Route path="/result/:scope/:id">{(evaluation) => <ResultScreen {...evaluation} />}</Route>
      <Route path="/sync" component={SyncScreen} />
      <Route path="/settings" component={SettingsScreen} />
      <Route path="/sign-out" component={SignOutScreen} />
      <Route path={/^\/(admin|import)\b/} component={AdminScreen} />
      <Route path="/desk" component={DeskScreen} />
      <Route path="/ready" component={ReadyScreen} />
      <Route path="/rescue" component={RescueScreen} />
      <Route path="/rescue/send" component={SendScreen} />
      <Route path="/rescue/receive" component={ReceiveScreen} />
      <Route component={Missing} />
    </Switch>
  );
}

function Missing() {
  const t = useMessages(appMessages);
  return (
    <Page title={t('app.missing.title')} back="/">
      <EmptyState title={t('app.missing.text')} action={<ButtonLink href="/">{t('app.error.home')}</ButtonLink>} />
    </Page>
  );
}

const TABS = [
  { href: '/', key: 'nav.today', id: 'nav-today', Icon: HomeIcon, also: /^\/(hamlet|household|person|result)\b/ },
  { href: '/search', key: 'nav.search', id: 'nav-search', Icon: SearchIcon, also: null },
  { href: '/sync', key: 'nav.sync', id: 'nav-sync', Icon: RefreshIcon, also: /^\/rescue\b/ },
  { href: '/settings', key: 'nav.settings', id: 'nav-settings', Icon: SettingsIcon, also: /^\/sign-out\b/ },
] as const;

function Shell({ children }: { readonly children: ReactNode }) {
  const t = useMessages(appMessages);
  const [path] = useLocation();
  const online = useOnline();
  useScrollToTop(path);
  return (
    <div className={join(styles.shell, /^\/(visit|outcome)\//.test(path) && styles.bare)}>
      <div className={styles.column}>
        <a href="#main" className={styles.skip}>
          {t('app.skip')}
        </a>
        {!online && (
          <p className={styles.offline} role="status" data-testid="offline">
            <OfflineIcon aria-hidden />
            <span>{t('app.offline')}</span>
          </p>
        )}
        <ClosedNotice />
        <WhenRested>
          <UpdateChip />
        </WhenRested>
        <div className={styles.trouble}>
          <RescueOffer only="save-failed" />
        </div>
        <main id="main" tabIndex={-1} className={styles.main}>
          <ErrorBoundary key={path}>
            <Suspense fallback={<WaitingScreen />}>{children}</Suspense>
          </ErrorBoundary>
        </main>
      </div>
      <nav className={styles.nav} aria-label={t('app.navigation')}>
        <p className={styles.brand}>{t('app.name')}</p>
        {TABS.map(({ href, key, id, Icon, also }) => (
          <Link
            key={href}
            href={href}
            data-testid={id}
            className={styles.tab ?? ''}
            aria-current={path === href || also?.test(path) ? 'page' : undefined}
          >
            <Icon aria-hidden />
            <span>{t(key)}</span>
            {id === 'nav-sync' && <UnreceivedBadge />}
          </Link>
        ))}
      </nav>
    </div>
  );
}

/** Says that nothing can be saved in this window, because a newer version in another one took the database. */
function ClosedNotice() {
  const t = useMessages(appMessages);
  const closed = useVault(async (vault) => vault.closed, [], { changes: ['closed'] });
  if (!closed) return null;
  return (
    <Notice
      tone="bad"
      live="alert"
      action={
        <Button kind="primary" onClick={() => location.reload()} data-testid="reload">
          {t('keeping.reload')}
        </Button>
      }
    >
      {t('keeping.closed')}
    </Notice>
  );
}

/** Shows the same rows as `Waiting`, without a second landmark, because it stands inside of `<main>`. */
function WaitingScreen() {
  return (
    <div className={styles.alone}>
      <Skeleton rows={5} />
    </div>
  );
}

/** Starts a new screen at its top; after going back the browser restores the place. */
function useScrollToTop(path: string): void {
  const popped = useRef(false);
  useEffect(() => {
    const note = () => {
      popped.current = true;
    };
    // Capturing makes this the first listener: the router's own would draw the new path before a later one is called.
    addEventListener('popstate', note, { capture: true });
    return () => removeEventListener('popstate', note, { capture: true });
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is the trigger
  useLayoutEffect(() => {
    if (!popped.current) scrollTo(0, 0);
    popped.current = false;
  }, [path]);
}
