export {};

const [name] = process.argv.slice(2);
const benches: Record<string, () => Promise<void>> = {
  plan: async () => (await import('./plan.ts')).benchPlan(console.log),
};

if (name !== undefined && !benches[name]) {
  console.error(`There is no bench “${name}”. There is: ${Object.keys(benches).join(', ')}.`);
  process.exit(2);
}
for (const [each, bench] of Object.entries(benches)) {
  if (name !== undefined && name !== each) continue;
  console.log(`\n${each}`);
  await bench();
}
