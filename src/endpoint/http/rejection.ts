/** Rejections of requests: thrown in a route, answered as JSON with a code that the app has a sentence for. */
export type RejectionStatus = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429;

/** A request that cannot be served. */
export class Rejection extends Error {
  readonly status: RejectionStatus;
  readonly code: string;
  /** Which member or parameter is wrong, or a sentence in Vietnamese. */
  readonly detail: string | undefined;
  constructor(status: RejectionStatus, code: string, detail?: string) {
    super(code);
    this.status = status;
    this.code = code;
    this.detail = detail;
  }
}
