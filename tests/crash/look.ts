/** Runs in the page: looks through the app's screens for what was promised. One function: the page knows no import. */
import type { Driver } from './driver.ts';

export interface Asked {
  readonly household: string;
  /** Whose form it is, as its address names them: scope, kind and id. */
  readonly citizen: string;
  readonly scope: string;
  readonly hamlet: string;
  /** Whether anything was promised in that hamlet, and in a form for a person of the household. */
  readonly hasHouseholds: boolean;
  readonly hasTyped: boolean;
  /** Cards of the half-filled form. */
  readonly cards: readonly number[];
  /** Evaluations to be read whole. */
  readonly evaluations: readonly string[];
  /** Evaluations that are known: any other is read whole too. */
  readonly known: readonly string[];
}

export interface EvaluationSeen {
  readonly text: string;
  /** The width of its photo in pixels; 0 where none is shown. */
  readonly width: number;
}

export interface Seen {
  readonly household: string;
  /** The members of the household, each as its row shows it. */
  readonly members: readonly string[];
  /** Ids of all evaluations in the household's history. */
  readonly history: readonly string[];
  readonly hamlet: string;
  readonly typed: string;
  /** The cards asked for. */
  readonly form: string;
  readonly evaluations: Readonly<Record<string, EvaluationSeen>>;
  /** What the settings say of the phone's keeping. */
  readonly storage: string;
}

export async function lookThrough(asked: Asked): Promise<Seen> {
  const PHOTO_WITHIN_MS = 5_000;
  const { driver } = window as unknown as { driver: Driver };
  const { find, go, read } = driver;
  const at = (id: string) => `[data-testid="${id}"]`;
  const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

  const storage = async () => {
    await go('/settings');
    const shown = await find(at('storage'));
    while (shown.innerText.includes('…')) await pause(2);
    return shown.innerText;
  };

  const form = async () => {
    await go(`/visit/${asked.citizen}`);
    const choices = ['indicator', 'evaluate-anyway', 'consent-agree'].map(at).join();
    if ((await find(choices)).dataset.testid !== 'indicator') return '';
    const dots = [...document.querySelectorAll<HTMLElement>('nav button')];
    const before = dots.findIndex((dot) => dot.hasAttribute('aria-current'));
    const shown: string[] = [];
    // Back to the card on which it was left: there it is gone on with.
    for (const card of [...asked.cards, before]) {
      dots[card]?.click();
      while (dots[card] !== undefined && !dots[card].hasAttribute('aria-current')) await pause(2);
      shown.push((await find(at('indicator'))).innerText);
    }
    return shown.join('\n');
  };

  const evaluation = async (id: string): Promise<EvaluationSeen> => {
    await go(`/result/${id}`);
    const text = await read();
    const photo = await Promise.race([find<HTMLImageElement>(at('photo')), pause(PHOTO_WITHIN_MS)]);
    const isShown = await photo?.decode().then(
      () => true,
      () => false,
    );
    return { text, width: isShown === true ? (photo?.naturalWidth ?? 0) : 0 };
  };

  const screen = async (path: string) => {
    await go(path);
    return await read();
  };

  const home = `/household/${asked.household}`;
  const household = await screen(home);
  const members = [...document.querySelectorAll<HTMLElement>(at('member'))].map(({ innerText }) => innerText);
  const links = [...document.querySelectorAll<HTMLAnchorElement>('a[href^="/result/"]')];
  const history = [...new Set(links.map(({ pathname }) => pathname.replace('/result/', '')))];
  const hamlet = asked.hasHouseholds ? await screen(`/hamlet/${asked.scope}/${encodeURIComponent(asked.hamlet)}`) : '';
  if (asked.hasTyped) await screen(`${home}/add`);
  const typed = asked.hasTyped ? (await find<HTMLInputElement>(at('person-name'))).value : '';
  const cards = asked.cards.length > 0 ? await form() : '';
  const evaluations: Record<string, EvaluationSeen> = {};
  const unknown = history.filter((id) => !asked.known.includes(id));
  for (const id of new Set([...asked.evaluations, ...unknown])) evaluations[id] = await evaluation(id);
  const seen = { household, members, history, hamlet, typed, form: cards, evaluations, storage: await storage() };
  await go(home);
  return seen;
}
