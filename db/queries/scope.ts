/** Whose rows: every query about a solution carries its retailer too. */
export type Scope = { retailerId: string; solutionId: string };
