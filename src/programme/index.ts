/** What the programme is about: its subjects and their life, names, cards, units, targets. Pure. */

export { closeFault, contactsOf, grantsFault, mayManage } from './accounts.ts';
export { answersOf } from './answers.ts';
export { campaignOn } from './campaign-choice.ts';
export { type CampaignFault, campaignFaults } from './campaign-faults.ts';
export * from './commands/index.ts';
export {
  type CommuneFields,
  type CommuneHistory,
  changedCommune,
  codeFault,
  mergedCommunes,
} from './communes.ts';
export { CONSENT_TEXT } from './consent.ts';
export {
  type CriteriaVariant,
  criteriaFor,
  type HeldPublication,
  type OfferedSets,
  publicationOn,
  publicationsAfter,
  setAt,
  setsFrom,
} from './criteria-choice.ts';
export { isDue } from './due.ts';
export { type DuplicateCandidate, likelyDuplicates } from './duplicates.ts';
export type { EntityRef } from './entity-ref.ts';
export { HAMLET_UNITS, hamletNamed, hamletNames, hamletsNotListed, isNameOf } from './hamlets.ts';
export { type HandOver, handedScopes, maySucceed, workGoneOnWith } from './hand-over.ts';
export * from './kinds/index.ts';
export { type EvaluationDecision, type EvaluationStatus, evaluationLife } from './lifecycle.ts';
export {
  lossNotice,
  lostWork,
  onPhoneOf,
  reportedBy,
} from './lost-phone.ts';
export { byEntity, materialize, PARENTS_MAX } from './materialize.ts';
export { headsOf } from './parent-graph.ts';
export {
  type Action,
  actionToRead,
  type CommunePlace,
  type Grant,
  grantsOn,
  heirsOf,
  highestRole,
  may,
  mayAnywhere,
  mayEnrol,
  mayReadStream,
  type Post,
  postsOf,
  predecessorsOf,
  ROLES,
  type Role,
  scopesFor,
  streamsOf,
} from './policy.ts';
export {
  confirmersOf,
  mayDecideProposal,
  PROPOSAL_KINDS,
  PROPOSAL_OUTCOMES,
  type ProposalKind,
  type ProposalOutcome,
} from './proposals.ts';
export { impossibleDates, isSaneDate } from './sane-dates.ts';
export { type SetPreview, SetPreviewer } from './set-preview.ts';
export { STREAMS, type Stream, type StreamRef } from './streams.ts';
export { progressOf, TARGETS } from './targets.ts';
export * from './vietnamese/index.ts';
export * from './views/index.ts';
