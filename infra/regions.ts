import { Stack, Token } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { SetupError } from './setup-error.ts'

/**
 * Where CloudFormation cannot make an identity or a configuration set of SES: a deployment there would fail half-way. Those
 * of CloudFormation's own schemas, which tests/synth compares.
 */
export const REGIONS_WITHOUT_MAIL: ReadonlySet<string> = new Set([
  'ap-east-1',
  'ap-east-2',
  'ap-southeast-4',
  'ap-southeast-6',
  'ap-southeast-7',
  'cn-north-1',
  'cn-northwest-1',
  'eu-south-2',
  'mx-central-1',
])

/** Throws `SetupError` where the region is known and has no SES. A template that fits any region cannot be asked. */
export function checkRegion(scope: Construct): void {
  const { region } = Stack.of(scope)
  if (Token.isUnresolved(region) || !REGIONS_WITHOUT_MAIL.has(region)) return
  throw new SetupError(
    `region: CloudFormation cannot set up SES in ${region}, so no mail could be sent. Choose another: it may be one near by, for customers do not notice.`,
  )
}
