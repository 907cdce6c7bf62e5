/** The communes of the stories. */
export const SCOPE = 'scope-here';
export const OTHER_SCOPE = 'scope-elsewhere';
