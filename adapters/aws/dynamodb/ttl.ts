/** Epoch ms of what is kept -> epoch seconds after which the table may delete it. Deletion may come days late. */
export type Ttl = (at: number) => number

export const ttlAfter =
  (keepMs: number): Ttl =>
  (at) =>
    Math.ceil((at + keepMs) / 1000)
