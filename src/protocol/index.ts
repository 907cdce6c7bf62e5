/**
 * protocol: the messages of phone and endpoint, and the bytes that both hash.
 *
 *     const revision = withContentHash({ ...fields, payload }); // canonical, NFC, hashed
 *     const body = pushRequest.parse(JSON.parse(text));        // at the boundary, always
 *     holdsItsHash(revision);                                  // checked before writing and after reading
 */
export * from './accounts.ts';
export * from './canonical.ts';
export * from './communes.ts';
export * from './correction.ts';
export * from './criteria-list.ts';
export * from './desk.ts';
export * from './drafts.ts';
export * from './enrolment-code.ts';
export * from './events.ts';
export * from './identity.ts';
export * from './lost-phone.ts';
export * from './messages.ts';
export * from './photos.ts';
export * from './proposals.ts';
export * from './reconcile.ts';
export * from './records.ts';
export * from './rescue.ts';
export * from './revision.ts';
export * from './roster.ts';
export * from './roster-faults.ts';
export * from './signature.ts';
