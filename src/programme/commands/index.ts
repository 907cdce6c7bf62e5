/** What people do, as revisions to be saved. The same commands serve phone, desk, import, command line, simulator and tests. */
export { changeCampaign, closeCampaign, copyCampaign, firstCampaign, openCampaign } from './campaign.ts';
export { addCitizen, changeCitizen } from './citizen.ts';
export { recordConsent } from './consent.ts';
export { publishCriteriaSet } from './criteria.ts';
export { type FinishedForm, finishEvaluation, reviseEvaluation } from './evaluation.ts';
export { addHamlet, endHamlet, renameHamlet } from './hamlet.ts';
export { addHousehold, changeHousehold } from './household.ts';
export { type NewRevision, newRevision } from './new-revision.ts';
export { reviewEvaluation } from './review.ts';
export { recordDecline, recordVisit } from './visit.ts';
