"""List prices and quotas' units, us-east-1, in one place. Dollars.

Source: the services' price pages, read in 2026: aws.amazon.com/lambda/pricing,
/api-gateway/pricing, /dynamodb/pricing/on-demand, /sqs/pricing, /eventbridge/pricing, /s3/pricing,
/cloudfront/pricing, /cloudwatch/pricing, /kms/pricing. No free tier is taken off.
"""

from __future__ import annotations

MILLION = 1_000_000

LAMBDA_REQUEST = 0.20 / MILLION
LAMBDA_GB_SECOND = 0.0000133334  # arm64; start-up time is billed too
REST_REQUEST = 3.50 / MILLION
SOCKET_MESSAGE = 1.00 / MILLION  # each 32 KB begun, in or out
SOCKET_MINUTE = 0.25 / MILLION
WRITE_UNIT = 0.625 / MILLION  # 1 KB begun; index writes count; transactions double
READ_UNIT = 0.125 / MILLION  # 4 KB begun, consistent; half if not. Stream reads by Lambda are free
SQS_FIFO_REQUEST = 0.50 / MILLION  # each 64 KB begun
SQS_REQUEST = 0.40 / MILLION
BUS_EVENT = 1.00 / MILLION  # each 64 KB begun
SCHEDULE = 1.00 / MILLION
S3_PUT = 5.00 / MILLION
S3_GET = 0.40 / MILLION
KMS_REQUEST = 3.00 / MILLION
LOG_GB = 0.50
CLOUDFRONT_GB = 0.085

# What a handler waits for one AWS call within the region, beside its own CPU: single-digit
# milliseconds is what DynamoDB and SQS promise; this is a cautious middle, used where durations
# have to be priced but only CPU can be measured off AWS.
CALL_SECONDS = 0.006

# The whole CPU budget of a message's handlers, billed once: what they use lies below.
HANDLER_SECONDS = 0.010
MEMORY_GB = 0.5
PLATFORM_LOG = 350  # bytes of Lambda's own START, END and REPORT lines for an invocation
