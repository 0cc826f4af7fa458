/** A due customer, as found by the sweep. */
export interface DueTimer {
  readonly customerId: string
  readonly at: number
  readonly generation: number
  readonly shard: number
}

export interface TimerStore {
  /** Outstanding timers of the minute that starts at `minute` (epoch ms), every shard: all of them, or those due at `until` or before. */
  due(minute: number, until?: number): Promise<readonly DueTimer[]>
  /** Removes a consumed timer item; harmless where it is gone. */
  remove(timer: DueTimer): Promise<void>
  /** Where the sweep has got to (start of a minute, epoch ms); undefined before the first. */
  cursor(): Promise<number | undefined>
  /** Never goes back: of two sweeps at once the further one stands. */
  saveCursor(minute: number): Promise<void>
}
