import { outletsAndRegisters } from '@/db/queries/till-transactions';
import { type Places, placesOf } from './interpret-record.ts';
import type { Run } from './run.ts';

/** The solution's outlets and registers: read when they are first needed, and again where a record names an outlet that is not among them. */
export class KnownPlaces {
  private known: Places | null = null;

  constructor(private readonly run: Pick<Run, 'db' | 'scope'>) {}

  /** @param outletTillIds the outlets that a page of records names */
  async of(outletTillIds: readonly string[]): Promise<Places> {
    const { known } = this;
    if (known && outletTillIds.every((id) => known.outlets.has(id))) return known;
    const { outlets, registers } = await outletsAndRegisters(this.run.db, this.run.scope);
    this.known = placesOf(outlets, registers);
    return this.known;
  }
}
