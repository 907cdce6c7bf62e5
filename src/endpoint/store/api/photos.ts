/** Photos, as the features see them. */
import type { ByteRange } from '../../../protocol/index.ts';

/** How much of a photo is held, and under which epoch of the database. */
export interface BlobStatus {
  readonly complete: boolean;
  /** Ascending ranges of bytes; none touches the next. */
  readonly held: readonly ByteRange[];
  readonly epoch: string;
}

/** A scope that a photo is for, because a record there names it. */
export interface PhotoTarget {
  readonly scope: string;
  /**
   * Whether the asker may read there. An asker who may not has handed the record in, or made it, and may only send its
   * photos.
   */
  readonly readable: boolean;
}

/** Keeps photos a scope each: what is held in one scope reveals nothing in another. */
export interface PhotoRows {
  /**
   * Finds where a photo that this officer sends belongs: the scopes in which a record names it (also one in quarantine), and
   * which they may read or handed that record in to.
   * @returns an empty list where no record names the photo; it is not taken then
   */
  targets(
    officer: { readonly officerId: string; readonly scopes: readonly string[] },
    sha256: string,
  ): Promise<readonly PhotoTarget[]>;
  /**
   * @returns those of the scopes in which a record names the photo, for a sender who has all its bytes and so can learn
   * nothing by it
   */
  naming(scopes: readonly string[], sha256: string): Promise<readonly PhotoTarget[]>;
  /**
   * @param targets one at least
   * @returns complete only where all of the targets hold the photo
   */
  status(targets: readonly PhotoTarget[], sha256: string): Promise<BlobStatus>;
  /**
   * Keeps bytes of a photo, in one transaction: those held already stay as they are. Once all are there and have the hash
   * the photo is whole and never written again; with another hash they are dropped, so that it can begin anew.
   * @param targets one at least
   * @param piece.at place of the first byte
   * @param piece.of bytes of the whole photo
   */
  putPiece(
    targets: readonly PhotoTarget[],
    sha256: string,
    piece: { readonly at: number; readonly of: number; readonly bytes: Uint8Array },
  ): Promise<BlobStatus>;
  /** @returns a whole photo that one of these scopes holds */
  read(scopes: readonly string[], sha256: string): Promise<Uint8Array | null>;
}
