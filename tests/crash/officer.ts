/**
 * Runs in the page: an officer who saves for ever, in all the ways the app has, and says each time what the screen had just
 * promised. Goes on with the form that an earlier session left half filled. One function: the page knows no import.
 */
import type { Driver } from './driver.ts';

/** What the screen had shown as saved. A token is in a record's text, followed by a full stop. */
export type Promised =
  /** "Đã lưu" for a visit without a form, a new household, its head. */
  | { readonly kind: 'visit' | 'household' | 'head'; readonly token: string }
  /** "Đã lưu" for a person's new name; a later one takes its place. */
  | { readonly kind: 'person'; readonly token: string }
  /** A person half typed, in the list of what is to be gone on with; a later one takes its place. */
  | { readonly kind: 'typed'; readonly token: string }
  /** A note on a card of a form, shown when the form was opened again. */
  | { readonly kind: 'form'; readonly token: string; readonly card: number }
  /** "Đã lưu" for an evaluation, with these notes and, where it was seen, a photo of this width in pixels. */
  | { readonly kind: 'evaluation'; readonly id: string; readonly notes: readonly string[]; readonly width: number };

export interface Beat {
  /** What all tokens of this session begin with. */
  readonly prefix: string;
  /** The kind of work with which the session begins. */
  readonly first: number;
  readonly household: string;
  /** Who is evaluated, as the form's address names them: scope, kind and id. */
  readonly citizen: string;
  /** Whose name is corrected. */
  readonly person: string;
  readonly hamlet: string;
}

export async function saveForEver(beat: Beat): Promise<void> {
  const { driver, promise } = window as unknown as { driver: Driver; promise(promised: Promised): Promise<void> };
  const { find, tap, type, go } = driver;
  const at = (id: string) => `[data-testid="${id}"]`;
  const home = `/household/${beat.household}`;

  const visit = async (token: string) => {
    await go(home);
    await tap(at('outcome'));
    await type('textarea', `${token}.`);
    await tap('input[type="radio"]');
    await tap(at('save-outcome'));
    await find(at('saved'));
    void promise({ kind: 'visit', token });
  };

  const typed = async (token: string) => {
    await go(`${home}/add`);
    await type(at('person-name'), `${token}.`);
    await type(at('person-birth'), '19');
    await go('/');
    await find(at('draft'), `${token}.`);
    void promise({ kind: 'typed', token });
  };

  const person = async (token: string) => {
    await go(`/person/${beat.person}/edit`);
    await type(at('person-name'), `${token}.`);
    await tap(at('save-person'));
    await find(at('member'), `${token}.`);
    await find('[role="status"]', 'Đã lưu');
    void promise({ kind: 'person', token });
  };

  const household = async (token: string) => {
    await go('/household/new');
    await type(at('household-hamlet'), beat.hamlet);
    await type(at('household-number'), `${token}.`);
    await tap(at('save-household'));
    await find(at('person-name'));
    void promise({ kind: 'household', token });
    await type(at('person-name'), `${token}h.`);
    await type(at('person-birth'), '1980');
    await tap('input[type="radio"]');
    await type(at('person-group'), '1');
    await tap(at('save-person'));
    await find(at('member'), `${token}h.`);
    await find('[role="status"]', 'Đã lưu');
    void promise({ kind: 'head', token: `${token}h` });
  };

  /** Its width is its name: it is known again when it is shown. */
  const photograph = async (width: number) => {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = 40;
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
    const files = new DataTransfer();
    files.items.add(new File([blob ?? ''], 'photo.png', { type: 'image/png' }));
    const input = await find<HTMLInputElement>(at('photo-file'));
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  };

  const cardShown = async () => {
    await find(at('indicator'));
    return [...document.querySelectorAll('nav button')].findIndex((dot) => dot.hasAttribute('aria-current'));
  };

  const openForm = async () => {
    await go(`/visit/${beat.citizen}`);
    const choices = ['indicator', 'evaluate-anyway', 'consent-agree'].map(at).join();
    if ((await find(choices)).dataset.testid === 'evaluate-anyway') await tap(at('evaluate-anyway'));
    if ((await find([at('indicator'), at('consent-agree')].join())).dataset.testid === 'indicator') return;
    await tap(at('consent-by-self'));
    await tap(at('consent-how-spoken'));
    await tap(at('consent-agree'));
  };

  const form = async (token: string) => {
    const PHOTO_CARD = 4;
    const notes: string[] = [];
    let width = 0;
    await openForm();
    for (;;) {
      const card = await cardShown();
      await tap(at('level-kha'));
      if (card === PHOTO_CARD) {
        if (document.querySelector(at('photo')) === null) await photograph(64 + Math.floor(Math.random() * 1000));
        const photo = await find<HTMLImageElement>(at('photo'));
        await photo.decode();
        width = photo.naturalWidth;
      } else {
        const note = `${token}c${card}`;
        await type(at('evidence-note'), `${note}.`);
        await tap(at('add-note'));
        await find(at('indicator'), `${note}.`);
        notes.push(note);
        if (Math.random() < 0.25) {
          await go(home);
          await find(at('member'));
          await openForm();
          const shown = (await find(at('indicator'))).innerText.includes(`${note}.`);
          if (shown && (await cardShown()) === card) void promise({ kind: 'form', token: note, card });
          else return;
        }
      }
      if (document.querySelector(at('next')) === null || document.querySelector(at('finish')) !== null) break;
      await tap(at('next'));
      // The same card is drawn until the next one is.
      while ((await cardShown()) === card) await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await tap(at('finish'));
    await tap(at('save-evaluation'));
    await find(at('saved'));
    const id = (await find<HTMLAnchorElement>('a[href^="/result/"]')).pathname.replace('/result/', '');
    void promise({ kind: 'evaluation', id, notes, width });
  };

  const work = [visit, form, typed, person, form, household];
  for (let act = 0; ; act += 1) await work[(beat.first + act) % work.length]?.(`${beat.prefix}-${act}`);
}
