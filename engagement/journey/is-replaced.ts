import { classFacts } from '../model/message-class.ts'
import type { Workflow } from '../model/workflow.ts'
import type { KnownCustomer } from './known-customer.ts'
import { type MessageActivity, type Run, runId } from './run.ts'

/**
 * Whether a newer service message says more about the same thing than one that waits for space: of the same workflow or
 * the same topic, with the same key. The older one is then not sent on top of it.
 */
export function isReplaced(known: KnownCustomer, workflow: Workflow, run: Run, { since }: MessageActivity): boolean {
  const isAbout = (other: { readonly workflow: string; readonly topic?: string; readonly key: string }): boolean =>
    other.key === run.key &&
    (other.workflow === workflow.id || (workflow.topic !== undefined && other.topic === workflow.topic))
  const gone = (known.head.served ?? []).some((each) => each.at > since && isAbout(each))
  return gone || known.runs.some((other) => runId(other) !== runId(run) && isNewer(known, other, since, isAbout))
}

function isNewer(
  known: KnownCustomer,
  { activity, workflow: id, version, key }: Run,
  since: number,
  isAbout: (other: { readonly workflow: string; readonly topic?: string; readonly key: string }) => boolean,
): boolean {
  if (activity.kind !== 'holding' && activity.kind !== 'sending') return false
  const workflow = known.catalogue.workflow(id, version)
  if (workflow === undefined || classFacts(workflow.class).paced !== 'spacing' || activity.since <= since) return false
  return isAbout({ workflow: id, key, ...(workflow.topic === undefined ? {} : { topic: workflow.topic }) })
}
