/**
 * What can be decided for a workflow: `entered` `not_entered` `restarted` `ignored` (a trigger while a run is live) `held`
 * (until) `skipped` (a message that is not sent) `planned` `sent` `failed` `exited` `ended` `goal_reached` `flagged` (needs a
 * person's attention) `branched` (which way).
 */
export const DECISION_VERDICTS = [
  'entered',
  'not_entered',
  'restarted',
  'ignored',
  'held',
  'skipped',
  'planned',
  'sent',
  'failed',
  'exited',
  'ended',
  'goal_reached',
  'flagged',
  'branched',
] as const
export type DecisionVerdict = (typeof DECISION_VERDICTS)[number]
