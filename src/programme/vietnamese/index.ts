/** What is Vietnamese about the programme: its texts, names, identity cards, dates of birth, administrative units, days. */
export { type Birth, readBirth } from './birth.ts';
export { type CccdCard, type CccdWarning, checkCccd, maskedTail, parseCccdQr, tailOf } from './cccd.ts';
export { cleanText, cleanTexts, isCleanText } from './clean-text.ts';
export { compareNames, normalizeForSearch, normalizeTones } from './names.ts';
export { indexName, type RosterEntry, searchRoster } from './search.ts';
export { readUnitList } from './unit-list.ts';
export { type AdministrativeUnit, successorsOf, UNITS, unitMergers, unitOn } from './units.ts';
export { vietnamDay, vietnamDayEnd, vietnamDayStart } from './vietnam-day.ts';
export { instantOfVietnamMinute, vietnamMinute } from './vietnam-minute.ts';
