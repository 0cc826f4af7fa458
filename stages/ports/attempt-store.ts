/** How often records of queues were tried. A queue counts receives, also of what stood behind another and was never tried. */
export interface AttemptStore {
  /** A record that came before is about to be tried: how many such tries there were, this one included. */
  begin(record: string): Promise<number>
}
