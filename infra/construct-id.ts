/** `send-hand_over-service-dlq` -> `SendHandOverServiceDlq`: CloudFormation's ids have letters and digits only. */
export const constructId = (name: string): string =>
  name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
