import { CustomResource, Duration } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import type { Catalogue } from '#engagement/model/catalogue.ts'
import type { EngagementData } from './engagement-data.ts'
import { EngagementFunction } from './functions/engagement-function.ts'
import { tablePermissions } from './functions/permissions.ts'
import type { Standing } from './standing.ts'

/** Publishes the catalogue that was compiled at synth, unless somebody published since the last deployment. */
export function createSeeding(
  scope: Construct,
  standing: Standing,
  data: EngagementData,
  catalogue: Catalogue,
): EngagementFunction {
  const seed = new EngagementFunction(scope, 'Seed', {
    ...standing,
    function: 'seed',
    file: { name: 'catalogue.json', text: JSON.stringify(catalogue) },
  })
  seed.give('TABLE_NAME', data.table.tableName, ...tablePermissions('seed', data))
  // Answered once: another try would publish after the deployment was given up. Its first error is its alarm's.
  seed.function.configureAsyncInvoke({ retryAttempts: 0 })
  const published = new CustomResource(scope, 'Catalogue', {
    serviceToken: seed.function.functionArn,
    resourceType: 'Custom::BeforehandCatalogue',
    properties: { Hash: catalogue.hash },
    serviceTimeout: Duration.minutes(2),
  })
  published.node.addDependency(seed)
  return seed
}
