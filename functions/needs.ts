/**
 * What a function may be told of beside the table, queues and secrets: the variables that name it, and what may be done
 * with it. One that a deployment goes without is named by no variable.
 */
export const NEEDS = {
  /** How long what it writes is kept. */
  timeline: { variables: ['TIMELINE_DAYS'], actions: [] },
  /** Where customers reach the pages. */
  'public-url': { variables: ['PUBLIC_URL'], actions: [] },
  /** The topic by which we are told what became of a mail. */
  feedback: { variables: ['FEEDBACK_TOPIC_ARN'], actions: [] },
  bus: { variables: ['EVENT_BUS_NAME'], actions: ['events:PutEvents'] },
  mail: {
    variables: ['SES_CONFIGURATION_SET_SERVICE', 'SES_CONFIGURATION_SET_MARKETING'],
    actions: ['ses:SendEmail'],
  },
  /** Its token is a secret. */
  line: { variables: [], actions: [] },
  texts: { variables: ['SMS_CONFIGURATION_SET'], actions: ['sms-voice:SendTextMessage'] },
} as const satisfies {
  readonly [need: string]: { readonly variables: readonly string[]; readonly actions: readonly string[] }
}

export type Need = keyof typeof NEEDS
export type NeedVariable = (typeof NEEDS)[Need]['variables'][number]
