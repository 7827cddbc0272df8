/**
 * `npm run test:exhaustive` dies at every step of every journey and runs many races; `npm test` keeps the nastiest journeys and
 * enough races to see that the search works. The worlds of `npm run prove` go through the same writes with more faults.
 */
export const IS_EXHAUSTIVE = process.env.TENDER_EXHAUSTIVE === "1";
