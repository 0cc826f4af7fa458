/** The only source of time for stages: epoch milliseconds. */
export interface Clock {
  now(): number
}
