/**
 * Stands in for `@aws-sdk/middleware-endpoint-discovery` in bundles: none of our calls asks DynamoDB for its endpoints, and
 * the middleware that would is added to the operations that need it only (Timestream's), never to DynamoDB's.
 */
export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
  environmentVariableSelector: (): undefined => undefined,
  configFileSelector: (): undefined => undefined,
  default: undefined,
}

export const resolveEndpointDiscoveryConfig = <Config>(config: Config): Config => config
