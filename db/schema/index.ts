export * from './document.ts';
export * from './event.ts';
export * from './person.ts';
export * from './rate-limit.ts';
export * from './retailer.ts';
export * from './solution.ts';
export * from './till.ts';
export * from './xero.ts';
