/** The communes of the stories. */
export const SCOPE = '31064';
export const OTHER_SCOPE = '31069';
