import type { Grant } from './grants.ts'
import type { IamCall } from './recorder/iam-calls.ts'

/** Whether a grant allows a call: the action by name, the resource by its pattern, every condition by the call's own value. */
export const allows = ({ action, resource, conditions }: Grant, call: IamCall): boolean =>
  action === call.action &&
  fits(resource, call.resource) &&
  Object.entries(conditions).every(([key, values]) => values.includes(call.context?.[key] ?? ''))

/** `*` stands for anything, as in IAM; nothing else is special. */
const fits = (pattern: string, resource: string): boolean =>
  new RegExp(`^${pattern.split('*').map(RegExp.escape).join('.*')}$`).test(resource)
