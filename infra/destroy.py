"""Take a stage down: `python -m infra.destroy --stage dev --region eu-west-1`.

The people's data (main table, media, user pool, key) outlives the stack, and is named at the end.
`--data` deletes it too, for good.
"""

from __future__ import annotations

import argparse
import sys
import time
from typing import TYPE_CHECKING

from infra import stack
from infra.deploy import Target, open_stack

if TYPE_CHECKING:
    import boto3

#: Outputs that name what the template retains.
KEPT = ("MainTableName", "MediaBucketName", "UserPoolId", "KmsKeyId")
_KEY_WAITS_DAYS = 7  # the shortest that KMS allows


def destroy(
    target: Target, session: boto3.Session, *, data: bool, say: stack.Say = print
) -> dict[str, str]:
    """Delete the stack; what is left, by output name. Raises DeploymentFailed."""
    here = open_stack(target, session, say)
    found = stack.outputs(here)
    if not found:
        say(f"There is no stack {target.stack_name}.")
        return {}
    _empty(session, target, found["SiteBucketName"])
    here.cloudformation.delete_stack(StackName=target.stack_name)
    while now := stack.status(here):
        if now == "DELETE_FAILED":
            raise stack.DeploymentFailed(f"{target.stack_name}: {now}")
        time.sleep(2)
    kept = {name: found[name] for name in KEPT}
    if data:
        _delete(session, target, kept)
        return {}
    return kept


def _empty(session: boto3.Session, target: Target, bucket: str) -> None:
    s3 = session.client("s3", region_name=target.region, endpoint_url=target.endpoint or None)
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        if found := page.get("Contents"):
            keys = [entry["Key"] for entry in found]
            s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": key} for key in keys]})


def _delete(session: boto3.Session, target: Target, kept: dict[str, str]) -> None:
    region, endpoint = target.region, target.endpoint or None
    dynamodb = session.client("dynamodb", region_name=region, endpoint_url=endpoint)
    table = kept["MainTableName"]
    dynamodb.update_table(TableName=table, DeletionProtectionEnabled=False)
    dynamodb.delete_table(TableName=table)
    bucket = kept["MediaBucketName"]
    _empty(session, target, bucket)
    session.client("s3", region_name=region, endpoint_url=endpoint).delete_bucket(Bucket=bucket)
    cognito = session.client("cognito-idp", region_name=region, endpoint_url=endpoint)
    pool = kept["UserPoolId"]
    cognito.update_user_pool(UserPoolId=pool, DeletionProtection="INACTIVE")
    cognito.delete_user_pool(UserPoolId=pool)
    session.client("kms", region_name=region, endpoint_url=endpoint).schedule_key_deletion(
        KeyId=kept["KmsKeyId"], PendingWindowInDays=_KEY_WAITS_DAYS
    )


def main(argv: list[str] | None = None) -> int:
    import boto3

    parser = argparse.ArgumentParser(prog="python -m infra.destroy", description=__doc__)
    parser.add_argument("--stage", required=True)
    parser.add_argument("--region", required=True)
    parser.add_argument("--endpoint", default="", help="an emulator's address; AWS without it")
    parser.add_argument("--data", action="store_true", help="delete people's data too, for good")
    given = parser.parse_args(argv)
    target = Target(stage=given.stage, region=given.region, endpoint=given.endpoint)
    try:
        kept = destroy(target, boto3.Session(), data=given.data)
    except stack.DeploymentFailed as error:
        print(error, file=sys.stderr)
        return 1
    for name, value in kept.items():
        print(f"kept: {name} {value}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
