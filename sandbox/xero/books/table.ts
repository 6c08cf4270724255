/**
 * Records by id, in the order of their creation, with indexes. A record is never changed in place: `put` replaces it,
 * so that the index keys of the old one are still known. Positions instead of sets keep 200,000 records cheap.
 */
export class Table<T extends { id: string }> {
  private readonly position = new Map<string, number>();
  private readonly rows: T[] = [];
  private readonly indexes = new Map<string, Map<string, number[]>>();

  constructor(private readonly keys: Record<string, (row: T) => string | null>) {
    for (const name of Object.keys(keys)) this.indexes.set(name, new Map());
  }

  get size(): number {
    return this.rows.length;
  }

  get(id: string): T | undefined {
    const at = this.position.get(id);
    return at === undefined ? undefined : this.rows[at];
  }

  put(row: T): void {
    const at = this.position.get(row.id);
    if (at === undefined) {
      this.position.set(row.id, this.rows.length);
      this.rows.push(row);
      for (const name in this.keys) this.addKey(name, row, this.rows.length - 1);
      return;
    }
    const old = this.rows[at] as T;
    this.rows[at] = row;
    for (const name in this.keys) {
      const key = this.keys[name] as (row: T) => string | null;
      if (key(old) === key(row)) continue;
      this.removeKey(name, old, at);
      this.addKey(name, row, at);
    }
  }

  /** Records with this key, oldest first. */
  find(index: string, key: string): T[] {
    const positions = this.indexes.get(index)?.get(key) ?? [];
    return positions.map((at) => this.rows[at] as T);
  }

  first(index: string, key: string): T | undefined {
    const at = this.indexes.get(index)?.get(key)?.[0];
    return at === undefined ? undefined : this.rows[at];
  }

  /** Positions for one key, ascending, for those who combine indexes. */
  positions(index: string, key: string): readonly number[] {
    return this.indexes.get(index)?.get(key) ?? [];
  }

  /** Under which key an index has a row. */
  keyOf(index: string, row: T): string | null {
    return this.keys[index]?.(row) ?? null;
  }

  /** The keys that an index has. */
  indexKeys(index: string): IterableIterator<string> {
    return (this.indexes.get(index) ?? new Map<string, number[]>()).keys();
  }

  hasIndex(index: string): boolean {
    return this.indexes.has(index);
  }

  at(position: number): T {
    return this.rows[position] as T;
  }

  all(): readonly T[] {
    return this.rows;
  }

  private addKey(name: string, row: T, at: number): void {
    const key = this.keys[name]?.(row);
    const index = this.indexes.get(name);
    if (key === null || key === undefined || !index) return;
    const positions = index.get(key);
    if (!positions) {
      index.set(key, [at]);
      return;
    }
    positions.push(at);
    if (positions.length > 1 && (positions[positions.length - 2] as number) > at)
      positions.sort((a, b) => a - b);
  }

  private removeKey(name: string, row: T, at: number): void {
    const key = this.keys[name]?.(row);
    const index = this.indexes.get(name);
    if (key === null || key === undefined || !index) return;
    const left = (index.get(key) ?? []).filter((position) => position !== at);
    if (left.length > 0) index.set(key, left);
    else index.delete(key);
  }
}
