/** How often what a handler's queues hold is tried before it goes to the dead letters, as the handler counts it. */
export const TRIES = {
  ingest: 5,
  /** What is wrong for good goes to the dead letters at once: these are tries of what others were writing meanwhile. */
  react: 10,
  send: 5,
  record: 10,
} as const
