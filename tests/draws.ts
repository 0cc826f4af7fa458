/** How often a property is tried: so often in `npm test`, and `DRAWS=5000 npx vitest run <file> --testTimeout=0` by hand. */
export const draws = (usual: number): number => Number(process.env['DRAWS'] ?? usual)
