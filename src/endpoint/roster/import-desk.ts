/**
 * Keeps previews until a person confirms them, and runs imports. Previews are in memory only: after a restart the person
 * chooses the file again, for nothing was written. Imports of one commune run one after the other, and each is computed
 * anew when its turn comes.
 */
import { randomBytes } from 'node:crypto';
import { type NewRevision, vietnamDay } from '../../programme/index.ts';
import { type JobResponse, ROSTER_LIMITS } from '../../protocol/index.ts';
import type { HashOf } from './change.ts';
import type { CurrentRoster, Wanted } from './current.ts';
import { type ImportPreview, previewImport } from './preview.ts';
import type { ImportRow } from './read-file.ts';

/** What previews and imports need of the endpoint. */
export interface DeskParts {
  /** @returns at least those entities that are wanted */
  currentRoster(scope: string, wanted: Wanted): Promise<CurrentRoster>;
  identityHasher(): Promise<HashOf>;
  /** Writes all or nothing. */
  apply(
    scope: string,
    officerId: string,
    revisions: readonly NewRevision[],
    onProgress: (done: number, total: number) => void,
  ): Promise<void>;
  readonly clock: { now(): string; millis(): number };
}

/** A preview that waits to be confirmed. */
interface Waiting {
  readonly officerId: string;
  readonly scope: string;
  readonly rows: readonly ImportRow[];
  readonly plannedCount: number;
  readonly at: number;
  /** The import, once the preview is confirmed: confirming it twice starts one import. */
  job: Job | null;
}

interface Job {
  readonly officerId: string;
  readonly at: number;
  answer: JobResponse;
}

/** So many previews are kept, for each may hold a whole file; the oldest one goes first. */
const PREVIEWS_MAX = 20;

/** Keeps previews and runs imports of one process. */
export class ImportDesk {
  readonly #parts: DeskParts;
  readonly #waiting = new Map<string, Waiting>();
  readonly #jobs = new Map<string, Job>();
  /** The last import of each scope. */
  readonly #turns = new Map<string, Promise<void>>();

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** Computes what the rows of a file would change, and keeps them. */
  async preview(
    officerId: string,
    scope: string,
    rows: readonly ImportRow[],
  ): Promise<ImportPreview & { readonly previewId: string }> {
    const preview = await this.#work(scope, rows);
    this.#forget();
    const previewId = randomId();
    const at = this.#parts.clock.millis();
    this.#waiting.set(previewId, { officerId, scope, rows, plannedCount: preview.revisions.length, at, job: null });
    return { ...preview, previewId };
  }

  /**
   * Starts the import of a preview.
   * @returns null when the preview is not there: forgotten, of another officer, or of another scope
   */
  confirm(officerId: string, scope: string, previewId: string): JobResponse | null {
    this.#forget();
    const waiting = this.#waiting.get(previewId);
    if (waiting === undefined || waiting.officerId !== officerId || waiting.scope !== scope) return null;
    waiting.job ??= this.#start(waiting);
    return waiting.job.answer;
  }

  /** @returns how far an import has come; null when there is none of this id and officer */
  job(officerId: string, id: string): JobResponse | null {
    this.#forget();
    const job = this.#jobs.get(id);
    return job?.officerId === officerId ? job.answer : null;
  }

  #start(waiting: Waiting): Job {
    const { officerId, scope, rows, plannedCount } = waiting;
    const id = randomId();
    const total = rows.length + plannedCount;
    const job: Job = { officerId, at: this.#parts.clock.millis(), answer: { id, state: 'running', done: 0, total } };
    this.#jobs.set(id, job);
    const turn = (this.#turns.get(scope) ?? Promise.resolve())
      .then(() => this.#run(job, waiting))
      .catch((error: unknown) => {
        console.error('roster import', scope, error);
        job.answer = { ...job.answer, state: 'failed' };
      });
    this.#turns.set(scope, turn);
    return job;
  }

  /** Progress counts the rows and then the records, so that one bar shows both. */
  async #run(job: Job, { officerId, scope, rows }: Waiting): Promise<void> {
    const preview = await this.#work(scope, rows, (done) => {
      job.answer = { ...job.answer, done: Math.min(done, job.answer.total) };
    });
    const { revisions, counts } = preview;
    const total = rows.length + revisions.length;
    job.answer = { ...job.answer, done: rows.length, total, counts };
    if (revisions.length > 0) {
      await this.#parts.apply(scope, officerId, revisions, (done) => {
        job.answer = { ...job.answer, done: Math.min(rows.length + done, total) };
      });
    }
    job.answer = { ...job.answer, state: 'done', done: total };
  }

  async #work(scope: string, rows: readonly ImportRow[], onProgress?: (done: number) => void) {
    const today = vietnamDay(this.#parts.clock.millis());
    const hashOf = await this.#parts.identityHasher();
    return previewImport(rows, (wanted) => this.#parts.currentRoster(scope, wanted), scope, {
      hashOf,
      today,
      ...(onProgress && { onProgress }),
    });
  }

  #forget(): void {
    const oldest = this.#parts.clock.millis() - ROSTER_LIMITS.keptMs;
    for (const [id, { at }] of this.#waiting) {
      if (at < oldest || this.#waiting.size > PREVIEWS_MAX) this.#waiting.delete(id);
    }
    for (const [id, { at, answer }] of this.#jobs) {
      if (at < oldest && answer.state !== 'running') this.#jobs.delete(id);
    }
  }
}

const randomId = () => randomBytes(16).toString('base64url');
