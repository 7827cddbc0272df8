/**
 * `npm run test:exhaustive` dies, or freezes, at every step of every journey and runs many races; `npm test` keeps the nastiest
 * journeys and enough races to see that the search works. The worlds of `npm run prove` go through the same writes with more
 * faults. Whole files of that kind are named `.exhaustive.test.ts`.
 */
export const IS_EXHAUSTIVE = process.env.TENDER_EXHAUSTIVE === "1";
