import type { MessageActivity } from './run.ts'

/** A message that a run was on when it took to its way again. */
export interface Held {
  readonly activity: MessageActivity
  /** Status of its item, which is taken back where the way leads elsewhere; absent: none is written, or it is final. */
  readonly item?: 'planned' | 'held' | 'unknown'
  /** Its hold is not over: where the way leads to it again it goes on. */
  readonly keep?: true
}

/** How a walk has come where it is, since the run last waited or sent. */
export interface Course {
  /** The first branch on the way. */
  readonly asked?: string
  /** Steps that were done on the way. */
  readonly done: readonly string[]
  readonly held?: Held
}

/** Nothing lies behind. */
export const FRESH: Course = { done: [] }

/** The course on which a message was come to, with that message. */
export const courseTo = (held: Held): Course => ({
  ...(held.activity.asked === undefined ? {} : { asked: held.activity.asked }),
  done: held.activity.done ?? [],
  held,
})

export const withDone = (course: Course, step: string): Course => ({ ...course, done: [...course.done, step] })

export function withoutHeld({ held: _, ...course }: Course): Course {
  return course
}

/** After a wait the branches before it are not asked again. */
export const afterWait = ({ held }: Course): Course => (held === undefined ? FRESH : { ...FRESH, held })
