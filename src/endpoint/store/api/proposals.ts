/** Proposals that wait for a second person, as the features see them. */
import type { ProposalKind, ProposalOutcome } from '../../../programme/index.ts';

export interface NewProposal {
  readonly id: string;
  readonly scope: string;
  readonly kind: ProposalKind;
  /** What is to be done, as JSON values; its form belongs to the kind. */
  readonly content: Readonly<Record<string, unknown>>;
  readonly madeBy: string;
  /** ISO instant of the endpoint's clock. */
  readonly madeAt: string;
}

export interface Proposal extends NewProposal {
  /** Null: it waits for a second person. */
  readonly decided: {
    readonly by: string;
    readonly at: string;
    readonly outcome: ProposalOutcome;
    readonly reason: string;
  } | null;
}

/** Keeps proposals. */
export interface ProposalStore {
  addProposal(proposal: NewProposal): Promise<void>;
  /** @returns the proposals of a commune, the newest first */
  proposals(scope: string, limit: number): Promise<readonly Proposal[]>;
  proposal(scope: string, id: string): Promise<Proposal | null>;
  /** Decides a proposal that is open. @returns whether it was open: of two who decide at once one does */
  decideProposal(scope: string, id: string, decided: NonNullable<Proposal['decided']>): Promise<boolean>;
}
