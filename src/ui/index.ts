/** Every control of the app; `/kit` shows each in every state. Screens import from here and from `icons.ts`. */
import './tokens.css';
import './base.css';

export { Button, ButtonLink } from './button.tsx';
export { Card, Chip, EmptyState, ListRow } from './card.tsx';
export { formatDay, formatInstant } from './dates.ts';
export { Dialog } from './dialog.tsx';
export { ChoiceGroup, Field, Select, TextArea, TextInput } from './field.tsx';
export { join } from './join.ts';
export { Notice, ProgressBar, Skeleton, Spinner } from './notice.tsx';
export { Page } from './page.tsx';
export { PictureInput } from './picture-input.tsx';
