/** Names an entity: its id is unique within its scope alone. */
export interface EntityRef {
  readonly scope: string;
  readonly id: string;
}
