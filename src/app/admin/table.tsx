/** A table of the administration: rows and columns on a desk, one below the other with their names on a phone. */
import type { ReactNode } from 'react';
import styles from './admin.module.css';

export interface TableRow {
  readonly id: string;
  /** One for each head. The first one names the row. */
  readonly cells: readonly ReactNode[];
  /** Buttons of the row. */
  readonly acts?: ReactNode;
}

export interface TableProps {
  /** What the table is, for those who do not see it. */
  readonly caption: string;
  readonly heads: readonly string[];
  /** The head of the buttons, for those who do not see it; omitted where no row has any. */
  readonly actsHead?: string;
  readonly rows: readonly TableRow[];
  /** Stands at each row. */
  readonly 'data-testid'?: string;
}

export function Table({ caption, heads, actsHead, rows, 'data-testid': testId }: TableProps) {
  return (
    <table className={styles.table}>
      <caption className={styles.hidden}>{caption}</caption>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
          {actsHead !== undefined && (
            <th scope="col">
              <span className={styles.hidden}>{actsHead}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, cells, acts }) => (
          <tr key={id} data-testid={testId} data-id={id}>
            {heads.map((head, at) =>
              at === 0 ? (
                <th key={head} scope="row">
                  {cells[at]}
                </th>
              ) : (
                <td key={head} data-head={head}>
                  {cells[at]}
                </td>
              ),
            )}
            {actsHead !== undefined && (
              <td className={styles.acts}>
                <div>{acts}</div>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
