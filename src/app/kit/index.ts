/** The kit: every control of the app, seen in every state on `/kit`. Screens import from here and from `icons.ts`. */
import './tokens.css';
import './base.css';

export { Button, type ButtonKind, ButtonLink, type ButtonLinkProps, type ButtonProps } from './button.tsx';
export { Card, type CardProps, Chip, EmptyState, ListRow, type ListRowProps, type Tone } from './card.tsx';
export { formatDay, formatInstant } from './dates.ts';
export { Dialog, type DialogProps } from './dialog.tsx';
export {
  type Choice,
  ChoiceGroup,
  type ChoiceGroupProps,
  Field,
  type FieldProps,
  Select,
  TextArea,
  TextInput,
} from './field.tsx';
export { join } from './join.ts';
export {
  Notice,
  type NoticeProps,
  type NoticeTone,
  Progress,
  type ProgressProps,
  Skeleton,
  Spinner,
} from './notice.tsx';
export { Page, type PageProps } from './page.tsx';
