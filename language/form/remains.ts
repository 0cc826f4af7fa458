import type * as z from 'zod'
import { explain, ISSUE_OPTIONS } from './explain-issue.ts'
import { dig } from './explained.ts'
import type { Path } from './yaml-source.ts'

/** Each round takes out what the one before left incomplete. */
const ROUNDS = 12
const STEP_LISTS: readonly PropertyKey[] = ['steps', 'on_event', 'on_timeout', 'on_success', 'on_failure', 'otherwise']
/** Stands where a step with an error stood, so that those after it keep their places. */
const PLACEHOLDER = { wait: '1s' }

/**
 * What `schema` accepts of `value` once the parts with errors are taken out, so that one mistake does not hide the others:
 * to be checked, never to be published. Undefined where what is left would make sound parts look wrong.
 */
export function remainsOf<T>(schema: z.ZodType<T>, value: unknown): T | undefined {
  const left: unknown = structuredClone(value)
  for (let round = 0; round < ROUNDS; round += 1) {
    const parsed = schema.safeParse(left, ISSUE_OPTIONS)
    if (parsed.success) return parsed.data
    const paths = parsed.error.issues.flatMap((issue) => explain(issue, left, [])).map(({ path }) => path)
    if (!paths.every((path) => takeOut(left, path))) return undefined
  }
  return undefined
}

/** Takes out the nearest part that can be without; false where that is everything. */
function takeOut(root: unknown, path: Path): boolean {
  const key = path.at(-1)
  if (key === undefined) return false
  const above = path.slice(0, -1)
  const parent = dig(root, above)
  if (Array.isArray(parent) && !STEP_LISTS.includes(above.at(-1) ?? '')) return takeOut(root, above)
  if (isReadLater(key, dig(root, path))) return false
  if (Array.isArray(parent)) {
    parent[Number(key)] = PLACEHOLDER
    return true
  }
  // What is not there any more went out with another part.
  return typeof parent !== 'object' || parent === null || Reflect.deleteProperty(parent, key)
}

/** Later steps read the event that was waited for, and every workflow reads the traits that one sets. */
function isReadLater(key: PropertyKey, part: unknown): boolean {
  const inside = typeof part === 'object' && part !== null ? part : {}
  return (
    key === 'set' ||
    key === 'for_event' ||
    'set' in inside ||
    'for_event' in inside ||
    dig(part, ['wait', 'for_event']) !== undefined
  )
}
